using Rvos.Notifications;

var builder = WebApplication.CreateBuilder(args);
builder.AddNotifications();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapNotifications();
await app.RunAsync();
