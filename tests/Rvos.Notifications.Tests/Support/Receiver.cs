using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rvos.Notifications.Tests.Support;

/// <summary>A real HTTP receiver on loopback.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    internal ConcurrentQueue<ReceivedMessage> Messages { get; } = new();

    internal string Url => _app.Urls.First() + "/hook";

    internal int Port => new Uri(_app.Urls.First()).Port;

    /// <param name="answer">Answers the request with a number, from 1; by default with 204.</param>
    internal static async Task<Receiver> StartAsync(Func<HttpContext, int, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            int number;
            lock (receiver.Messages)
            {
                receiver.Messages.Enqueue(new ReceivedMessage(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
                number = receiver.Messages.Count;
            }

            if (answer is null) context.Response.StatusCode = 204;
            else await answer(context, number);
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    internal static Task<Receiver> AnsweringAsync(params int[] statuses) => StartAsync((context, number) =>
    {
        context.Response.StatusCode = statuses[Math.Min(number, statuses.Length) - 1];
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
