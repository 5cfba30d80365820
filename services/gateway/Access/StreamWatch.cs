using System.Data.Common;
using Microsoft.Extensions.Options;

namespace Rvos.Gateway.Access;

/// <summary>Ends event streams whose key does not count any more: they have no end of their own, and a key is looked at when a request begins.</summary>
internal sealed class StreamWatch(KeyCheck keys, IOptions<ApiKeyOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Looks at the key again and again until the answer is complete; others than event streams are left alone.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="authorization">The header that the request had.</param>
    /// <param name="answer">The request being answered.</param>
    internal async Task UntilAsync(HttpContext context, string authorization, Task answer)
    {
        var pause = options.Value.KeyCache > Least ? options.Value.KeyCache : Least;
        while (!answer.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            await Task.WhenAny(answer, Task.Delay(pause, time, over.Token));
            await over.CancelAsync();
            if (!answer.IsCompleted && IsEventStream(context.Response) && await IsRefusedAsync(authorization, context.RequestAborted)) context.Abort();
            if (context.RequestAborted.IsCancellationRequested) break;
        }

        await answer;
    }

    // Headers do not change any more once they are sent.
    private static bool IsEventStream(HttpResponse response) =>
        response.HasStarted && response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    private async Task<bool> IsRefusedAsync(string authorization, CancellationToken cancellation)
    {
        try
        {
            return (await keys.CheckAsync(authorization, cancellation)).Caller is null;
        }
        catch (Exception error) when (error is DbException or OperationCanceledException)
        {
            // Nothing is known of the key now: it is looked at again.
            return false;
        }
    }
}
