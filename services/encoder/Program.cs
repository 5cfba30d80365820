using Rvos.Encoder;
using Rvos.Hosting.Bus;

var builder = WebApplication.CreateBuilder(args);
builder.AddEncoder().AddRvosBus();

var app = builder.Build();
app.MapEncoder();
await app.RunAsync();
