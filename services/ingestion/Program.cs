using Rvos.Dapr;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Ingestion;

var builder = WebApplication.CreateBuilder(args);
if (!builder.TryAddRvosDapr(DaprUse.Videos)) return 1;
builder.AddIngestion().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapRvosDapr();
app.MapIngestion();
await app.RunAsync();
return 0;
