using Microsoft.Extensions.Options;
using Rvos.Ingestion.Jobs;

namespace Rvos.Ingestion.Decoding;

/// <summary>The open videos of this process, by job; bounded, the longest unused goes first.</summary>
internal sealed class CursorPool(IOptions<JobOptions> options, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, CursorSession> sessions = [];

    /// <summary>Jobs whose videos are open.</summary>
    internal int Count
    {
        get { lock (sessions) return sessions.Count; }
    }

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
                if (!sessions.TryGetValue(job, out session) && create) sessions[job] = session = new CursorSession(job) { UsedAt = time.GetTimestamp() };
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

    /// <summary>Ends the use of a video that <see cref="EnterAsync"/> gave.</summary>
    /// <param name="session">The video.</param>
    /// <param name="close">True to close it.</param>
    internal async Task LeaveAsync(CursorSession session, bool close)
    {
        try
        {
            if (close) await CloseAsync(session);
            session.UsedAt = time.GetTimestamp();
        }
        finally
        {
            session.Gate.Release();
        }

        if (Count > options.Value.Cursors) await TrimAsync();
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
        foreach (var session in all)
        {
            // What is still decoded keeps its video: the process ends anyway, and its lease with it.
            if (!await session.Gate.WaitAsync(Patience)) continue;
            if (!session.IsClosed) await CloseAsync(session);
            session.Gate.Release();
        }
    }

    // Until its lease is free the video stays in the table: who comes meanwhile waits at its gate, and does not find it owned by nobody here.
    private async Task CloseAsync(CursorSession session)
    {
        try
        {
            await session.DisposeAsync();
        }
        finally
        {
            lock (sessions) sessions.Remove(session.Job);
        }
    }
}
