using Rvos.Dapr;
using Rvos.Hosting.Background;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Notifications;

var builder = ServiceBuilder.Create(args);
if (!builder.TryAddRvosDapr(DaprUse.JobEvents)) return 1;
builder.AddNotifications().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapNotifications();
return await app.RunServiceAsync();
