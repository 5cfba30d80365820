using Rvos.Dapr;
using Rvos.Encoder;
using Rvos.Hosting.Background;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;

var builder = ServiceBuilder.Create(args);
if (!builder.TryAddRvosDapr()) return 1;
builder.AddEncoder().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapEncoder();
return await app.RunServiceAsync();
