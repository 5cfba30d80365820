using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rvos.Gateway.Tests.Support;

/// <summary>A real service on loopback that remembers the headers of what it was asked.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Upstream(WebApplication app) => _app = app;

    internal ConcurrentQueue<SeenRequest> Seen { get; } = new();

    internal string Url => _app.Urls.First();

    /// <param name="answer">Answers; by default with 200 and the path.</param>
    internal static async Task<Upstream> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var upstream = new Upstream(builder.Build());
        upstream._app.Run(async context =>
        {
            var request = context.Request;
            upstream.Seen.Enqueue(new SeenRequest(request.Method, request.Path + request.QueryString, request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            if (answer is null) await context.Response.WriteAsync(request.Path);
            else await answer(context);
        });
        await upstream._app.StartAsync();
        return upstream;
    }

    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
