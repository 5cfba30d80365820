using Rvos.Results;

namespace Rvos.Results.Writing;

/// <summary>Receives segmented frames in order.</summary>
public interface IResultSink : IAsyncDisposable
{
    /// <summary>True when the sink takes the frames over and disposes them. At most one sink does, and it comes last.</summary>
    bool TakesFrames { get; }

    /// <summary>Takes one frame; its pixels are valid during the call only, unless the sink takes frames over.</summary>
    ValueTask WriteAsync(FrameResult result, CancellationToken cancellation);

    /// <summary>Called once after the last frame, also of a run that was stopped: what was written so far is made complete.</summary>
    ValueTask CompleteAsync(CancellationToken cancellation);
}
