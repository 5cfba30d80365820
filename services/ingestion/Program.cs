using Rvos.Ingestion;

var builder = WebApplication.CreateBuilder(args);
builder.AddIngestion();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapIngestion();
await app.RunAsync();
