using Microsoft.Extensions.Options;

namespace Rvos.Decoder;

/// <summary>The sessions of this process, by job; bounded, the longest unused goes first.</summary>
public sealed class SessionPool(IOptions<DecoderOptions> options, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, LiveSession> sessions = [];

    /// <summary>Sessions held.</summary>
    public int Count
    {
        get { lock (sessions) return sessions.Count; }
    }

    /// <summary>A job's session with its gate held, made when there is none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="create">False to get null instead of a new session.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<LiveSession?> EnterAsync(string job, bool create, CancellationToken cancellation)
    {
        while (true)
        {
            LiveSession? session;
            lock (sessions)
            {
                if (!sessions.TryGetValue(job, out session) && create) sessions[job] = session = new LiveSession(job) { UsedAt = time.GetTimestamp() };
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

    /// <summary>Ends the use of a session that <see cref="EnterAsync"/> gave.</summary>
    /// <param name="session">The session.</param>
    /// <param name="close">True to let it go.</param>
    public async Task LeaveAsync(LiveSession session, bool close)
    {
        ArgumentNullException.ThrowIfNull(session);
        try
        {
            if (close) await CloseAsync(session);
            session.UsedAt = time.GetTimestamp();
        }
        finally
        {
            session.Gate.Release();
        }

        if (Count > options.Value.MaxSessions) await TrimAsync();
    }

    /// <summary>Lets go of sessions that are unused for long, that lost their lease, or that are too many. Their checkpoints are written already.</summary>
    public async Task TrimAsync()
    {
        LiveSession[] candidates;
        lock (sessions) candidates = sessions.Values.OrderBy(s => s.UsedAt).ToArray();
        var surplus = candidates.Length - options.Value.MaxSessions;
        var idle = TimeSpan.FromSeconds(options.Value.IdleSeconds);
        foreach (var session in candidates)
        {
            if (surplus <= 0 && session.IsOwned && time.GetElapsedTime(session.UsedAt) < idle) continue;
            if (await TryCloseAsync(session)) surplus--;
        }
    }

    /// <summary>Lets go of all sessions that are not in use, at the end of the process: their leases are free for others. Those in use are let go after their segment.</summary>
    public async Task HandOverAsync()
    {
        LiveSession[] all;
        lock (sessions) all = sessions.Values.ToArray();
        await Task.WhenAll(all.Select(TryCloseAsync));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        LiveSession[] all;
        lock (sessions) all = sessions.Values.ToArray();
        foreach (var session in all)
        {
            // What is still computed keeps its session: the process ends anyway, and its lease with it.
            if (!await session.Gate.WaitAsync(Patience)) continue;
            if (!session.IsClosed) await CloseAsync(session);
            session.Gate.Release();
        }
    }

    // One in use is not idle.
    private async Task<bool> TryCloseAsync(LiveSession session)
    {
        if (!session.Gate.Wait(0, CancellationToken.None)) return false;
        try
        {
            if (!session.IsClosed) await CloseAsync(session);
            return true;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    // Until its lease is free the session stays in the table: who comes meanwhile waits at its gate and does not find it owned by nobody here.
    private async Task CloseAsync(LiveSession session)
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
