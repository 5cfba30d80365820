namespace Rvos.Hosting.Blobs;

/// <summary>A lease that renews itself until it is disposed, which frees it for others.</summary>
public interface IBlobLease : IAsyncDisposable
{
    /// <summary>Of the lease.</summary>
    string Name { get; }

    /// <summary>
    /// Cancelled when another may hold the lease: the store said so, or no renewal went through for the lease's duration.
    /// </summary>
    CancellationToken Lost { get; }
}
