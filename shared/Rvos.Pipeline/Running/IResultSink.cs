using Rvos.Pipeline.Results;

namespace Rvos.Pipeline.Running;

/// <summary>Receives segmented frames in order.</summary>
public interface IResultSink : IAsyncDisposable
{
    /// <summary>Takes one frame. The frame's memory is only valid during the call.</summary>
    ValueTask WriteAsync(FrameResult result, CancellationToken cancellation);

    /// <summary>Called once after the last frame, also of a run that was stopped: what was written so far is made complete.</summary>
    ValueTask CompleteAsync(CancellationToken cancellation);
}
