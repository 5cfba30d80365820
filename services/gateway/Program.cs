using Rvos.Dapr;
using Rvos.Gateway;
using Rvos.Hosting.Background;
using Rvos.Hosting.Defaults;

var builder = ServiceBuilder.Create(args);
if (!builder.TryAddRvosDapr()) return 1;
builder.AddGateway();

var app = builder.Build();
app.MapRvosDefaults();
app.MapGateway();
return await app.RunServiceAsync();
