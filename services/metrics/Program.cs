using Rvos.Dapr;
using Rvos.Hosting.Background;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Metrics;

var builder = ServiceBuilder.Create(args);
if (!builder.TryAddRvosDapr()) return 1;
builder.AddMetrics().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapMetrics();
return await app.RunServiceAsync();
