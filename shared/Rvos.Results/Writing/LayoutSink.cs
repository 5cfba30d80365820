using Rvos.Results;
using Rvos.Video.Layouts;

namespace Rvos.Results.Writing;

/// <summary>Writes masks in the layout of a data set.</summary>
public sealed class LayoutSink(IResultWriter writer) : IResultSink
{
    /// <inheritdoc/>
    public bool TakesFrames => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(FrameResult result, CancellationToken cancellation)
    {
        var scores = result.Objects.Where(o => o.Area > 0).ToDictionary(o => (byte)o.ObjectId, o => o.Confidence);
        writer.Write(new ResultFrame(result.Frame.Index, result.Mask, result.Frame.Name, scores) { FileName = result.Frame.FileName });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellation)
    {
        writer.Complete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        writer.Dispose();
        return ValueTask.CompletedTask;
    }
}
