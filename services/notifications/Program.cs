using Rvos.Hosting.Defaults;
using Rvos.Notifications;

var builder = WebApplication.CreateBuilder(args);
builder.AddNotifications();

var app = builder.Build();
app.MapRvosDefaults();
app.MapNotifications();
await app.RunAsync();
