using Microsoft.Extensions.Options;
using Rvos.Ingestion.Jobs;

namespace Rvos.Ingestion.Decoding;

/// <summary>The open videos of this process, by job; bounded, the longest unused goes first.</summary>
internal sealed class CursorPool(IOptions<JobOptions> options, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, CursorSession> sessions = [];

    /// <summary>A job's video with its gate held.</summary>
    /// <param name="job">The job.</param>
    /// <param name="create">False to get null instead of a new one.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal async Task<CursorSession?> EnterAsync(string job, bool create, CancellationToken cancellation)
    {
        while (true)
        {
            CursorSession? session;
            lock (sessions)
            {
                if (!sessions.TryGetValue(job, out session) && create) sessions[job] = session = new CursorSession(job);
            }
            if (session is null) return null;
            await session.Gate.WaitAsync(cancellation);
            if (!session.IsClosed)
            {
                session.UsedAt = time.GetTimestamp();
                return session;
            }
            session.Gate.Release();
        }
    }

    /// <summary>Closes a video; the caller holds its gate.</summary>
    internal async Task CloseAsync(CursorSession session)
    {
        lock (sessions) sessions.Remove(session.Job);
        await session.DisposeAsync();
    }

    /// <summary>Closes videos that are unused for long, whose lease was lost, or that are too many.</summary>
    internal async Task TrimAsync()
    {
        CursorSession[] candidates;
        lock (sessions) candidates = [.. sessions.Values.OrderBy(s => s.UsedAt)];
        var surplus = candidates.Length - options.Value.Cursors;
        foreach (var session in candidates)
        {
            if (surplus <= 0 && session.IsOwned && time.GetElapsedTime(session.UsedAt) < options.Value.CursorIdle) continue;
            // One in use is not idle.
            if (!session.Gate.Wait(0, CancellationToken.None)) continue;
            try
            {
                if (!session.IsClosed) await CloseAsync(session);
                surplus--;
            }
            finally
            {
                session.Gate.Release();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        CursorSession[] all;
        lock (sessions) all = [.. sessions.Values];
        foreach (var session in all) await CloseAsync(session);
    }
}
