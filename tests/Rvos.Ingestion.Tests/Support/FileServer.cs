using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A real HTTP server on loopback that a video may be fetched from, when loopback is allowed.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private FileServer(WebApplication app) => _app = app;

    internal string Url => _app.Urls.First();

    internal int Port => new Uri(Url).Port;

    internal int Requests => _requests;

    internal static async Task<FileServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FileServer(builder.Build());
        server._app.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            return answer(context);
        });
        await server._app.StartAsync();
        return server;
    }

    internal static Task<FileServer> ServingAsync(byte[] file) => StartAsync(async context =>
    {
        context.Response.ContentLength = file.Length;
        await context.Response.Body.WriteAsync(file);
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
