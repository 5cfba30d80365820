using Rvos.Decoder;
using Rvos.Hosting.Bus;

var builder = WebApplication.CreateBuilder(args);
builder.AddDecoder().AddRvosBus();

var app = builder.Build();
app.MapDecoder();
await app.RunAsync();
