using Rvos.Dapr;
using Rvos.Decoder;
using Rvos.Hosting.Background;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;

var builder = ServiceBuilder.Create(args);
if (!builder.TryAddRvosDapr()) return 1;
builder.AddDecoder().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapDecoder();
return await app.RunServiceAsync();
