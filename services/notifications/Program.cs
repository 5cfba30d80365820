using Rvos.Hosting.Bus;
using Rvos.Hosting.Defaults;
using Rvos.Notifications;

var builder = WebApplication.CreateBuilder(args);
builder.AddNotifications().AddRvosBus();

var app = builder.Build();
app.MapRvosDefaults();
app.MapNotifications();
await app.RunAsync();
