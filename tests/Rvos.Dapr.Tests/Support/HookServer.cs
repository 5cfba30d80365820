using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Rvos.Dapr.Tests.Support;

/// <summary>A receiver of webhooks.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HookServer(WebApplication app) => _app = app;

    internal ConcurrentQueue<JsonElement> Bodies { get; } = new();

    internal string Url => _app.Urls.First() + "/hook";

    internal static async Task<HookServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new HookServer(builder.Build());
        server._app.Run(async context => server.Bodies.Enqueue(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body)));
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
