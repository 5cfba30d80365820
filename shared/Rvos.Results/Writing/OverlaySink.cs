using Rvos.Results;
using Rvos.Video.Decoding;
using Rvos.Video.Masks;
using Rvos.Video.Overlays;

namespace Rvos.Results.Writing;

/// <summary>The video with the masks painted over it, with the source's timing and sound.</summary>
public sealed class OverlaySink(string path, VideoInfo info) : IResultSink
{
    private OverlayVideoWriter? writer;

    /// <inheritdoc/>
    public bool TakesFrames => true;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(FrameResult result, CancellationToken cancellation)
    {
        writer ??= OverlayVideoWriter.Create(path, info, DavisPalette.Rgb);
        await writer.AddAsync(result.Frame, result.Mask, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (writer is not null) await writer.CompleteAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
    }
}
