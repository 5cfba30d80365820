using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rvos.Testing;

namespace Rvos.Dapr.Tests.Support;

/// <summary>A real HTTP server on loopback with the sample video, or what a test wants in its place.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private static readonly byte[] Sample = File.ReadAllBytes(Path.Combine(SharedData.RepositoryRoot, "samples", "dashcam.mp4"));

    private readonly WebApplication _app;
    private int _requests;

    private FileServer(WebApplication app) => _app = app;

    internal string Url => _app.Urls.First() + "/drive.mp4";

    internal int Requests => _requests;

    /// <summary>Status of the answers to come.</summary>
    internal int Status { get; set; } = 200;

    internal static async Task<FileServer> StartAsync(byte[]? file = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FileServer(builder.Build());
        server._app.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            context.Response.StatusCode = server.Status;
            return context.Response.Body.WriteAsync(file ?? Sample).AsTask();
        });
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
