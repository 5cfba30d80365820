using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rvos.SystemTests.Support;

/// <summary>A real receiver of webhooks on loopback.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Id, string Type, string Job)> received = [];

    private WebhookReceiver(WebApplication app) => this.app = app;

    internal string Url => $"{app.Urls.First()}/hook";

    internal static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(app);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>What came for a job: id and type of each delivery.</summary>
    internal IReadOnlyList<(string Id, string Type)> Of(string job) => [.. received.Where(each => each.Job == job).Select(each => (each.Id, each.Type))];

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var body = await JsonDocument.ParseAsync(request.Body);
        var root = body.RootElement;
        received.Enqueue((request.Headers["webhook-id"].ToString(), root.GetProperty("type").GetString()!, root.GetProperty("data").GetProperty("job_id").GetString()!));
        return TypedResults.NoContent();
    }
}
