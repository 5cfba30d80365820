using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Decoding;

/// <summary>A job's video in this process: the lease that makes it the one who decodes it, and the place where it is. Its gate serialises its use.</summary>
internal sealed class CursorSession(string job) : IAsyncDisposable
{
    internal string Job => job;

    internal SemaphoreSlim Gate { get; } = new(1, 1);

    internal long UsedAt { get; set; }

    internal bool IsClosed { get; private set; }

    internal IBlobLease? Lease { get; set; }

    internal bool IsOwned => Lease is { Lost.IsCancellationRequested: false };

    internal FrameCursor? Cursor { get; set; }

    /// <summary>What was passed on since the video is this process's.</summary>
    internal PassedSegments PassedOn { get; } = new();

    /// <summary>Closes the video.</summary>
    internal async Task RewindAsync()
    {
        if (Cursor is { } cursor) await cursor.DisposeAsync();
        Cursor = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        IsClosed = true;
        await RewindAsync();
        if (Lease is { } lease) await lease.DisposeAsync();
        Lease = null;
    }
}
