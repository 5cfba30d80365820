using Rvos.Dapr;
using Rvos.Hosting.Background;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Ingestion;

var builder = ServiceBuilder.Create(args);
if (!builder.TryAddRvosDapr(DaprUse.Videos)) return 1;
builder.AddIngestion().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapRvosDapr();
app.MapIngestion();
return await app.RunServiceAsync();
