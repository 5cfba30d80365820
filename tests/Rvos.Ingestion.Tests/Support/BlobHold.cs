namespace Rvos.Ingestion.Tests.Support;

/// <summary>Holds up what is done with certain blobs until it is disposed.</summary>
internal sealed class BlobHold(Func<string, bool> isHeld) : IDisposable
{
    private readonly TaskCompletionSource<string> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _count;

    /// <summary>How often something was held up, or would have been after the end.</summary>
    internal int Count => _count;

    /// <summary>The first name that was held up.</summary>
    internal Task<string> Entered => _entered.Task;

    internal Task AtAsync(string name)
    {
        if (!isHeld(name)) return Task.CompletedTask;
        Interlocked.Increment(ref _count);
        _entered.TrySetResult(name);
        return _released.Task;
    }

    public void Dispose() => _released.TrySetResult();
}
