using Rvos.Gateway;
using Rvos.Hosting.Defaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddGateway();

var app = builder.Build();
app.MapRvosDefaults();
app.MapGateway();
await app.RunAsync();
