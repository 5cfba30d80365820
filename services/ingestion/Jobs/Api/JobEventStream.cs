using System.Globalization;
using System.Text;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Server-sent events of a job (WHATWG HTML, "Server-sent events"): what was missed first, then each as it happens, until the job ends.</summary>
internal sealed class JobEventStream(JobReader reader, JobSignals signals, TimeProvider time, IHostApplicationLifetime host)
{
    private const int Page = 100;

    // Events of other processes are looked for; a comment keeps proxies from closing a quiet connection.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Writes events after a number until the job has ended, the client has gone or the host stops.</summary>
    internal async Task WriteAsync(HttpResponse response, string job, long after, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, host.ApplicationStopping);
        try
        {
            await SendAsync(response, "retry: 1000\n\n", stop.Token);
            for (var written = time.GetTimestamp(); ;)
            {
                var next = signals.Next(job);
                var events = await reader.EventsAsync(job, after, Page, stop.Token);
                foreach (var one in events)
                {
                    await SendAsync(response, string.Create(CultureInfo.InvariantCulture, $"id: {one.Number}\nevent: {one.Kind}\ndata: {one.Body}\n\n"), stop.Token);
                    (after, written) = (one.Number, time.GetTimestamp());
                }

                if (events.Count == Page) continue;
                if (await reader.StateAsync(job, stop.Token) is not var (state, version) || (JobState.HasEnded(state) && version <= after)) return;
                if (time.GetElapsedTime(written) >= Quiet)
                {
                    await SendAsync(response, ": still here\n\n", stop.Token);
                    written = time.GetTimestamp();
                }

                await Task.WhenAny(next, Task.Delay(Look, time, stop.Token));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client comes back with Last-Event-ID, if it still wants to know.
        }
        finally
        {
            // Others who wait for the job look once more; nothing is left of it when nobody does.
            signals.Raise(job);
        }
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
