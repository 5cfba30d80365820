using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Ingestion;

var builder = WebApplication.CreateBuilder(args);
builder.AddIngestion().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapIngestion();
await app.RunAsync();
