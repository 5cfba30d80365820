using Rvos.Results;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Masks;
using Rvos.Video.Overlays;

namespace Rvos.Results.Writing;

/// <summary>The video with the masks painted over it, with the source's timing and sound.</summary>
/// <param name="path">The .mp4 file.</param>
/// <param name="info">The source.</param>
/// <param name="isOptional">True where masks are the purpose: an overlay that cannot be made is then a <see cref="Warning"/> and no exception.</param>
public sealed class OverlaySink(string path, VideoInfo info, bool isOptional = false) : IResultSink
{
    private OverlayVideoWriter? writer;

    /// <summary>After completion: what the overlay lacks, or why there is none; null when it is whole.</summary>
    public string? Warning { get; private set; }

    /// <inheritdoc/>
    public bool TakesFrames => true;

    private bool HasFailed { get; set; }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(FrameResult result, CancellationToken cancellation)
    {
        if (HasFailed)
        {
            result.Frame.Dispose();
            return;
        }

        try
        {
            writer ??= OverlayVideoWriter.Create(path, info, DavisPalette.Rgb);
            await writer.AddAsync(result.Frame, result.Mask, cancellation);
        }
        catch (VideoEncodingException error) when (isOptional)
        {
            result.Frame.Dispose();
            await FailAsync(error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (writer is null || HasFailed) return;
        try
        {
            await writer.CompleteAsync(cancellation);
            if (writer.SoundLoss is { } loss) Warning = $"the overlay is without the video's sound, which cannot be carried over ({loss})";
        }
        catch (VideoEncodingException error) when (isOptional)
        {
            await FailAsync(error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
    }

    private async ValueTask FailAsync(VideoEncodingException error)
    {
        HasFailed = true;
        Warning = $"there is no overlay: {error.Message}";
        if (writer is not null) await writer.DisposeAsync();
    }
}
