using Rvos.Contracts.Jobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Videos;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Imaging;

namespace Rvos.Ingestion.Decoding;

/// <summary>A video that is being read from its start, segment by segment, at the model's size. One frame is read ahead, so that the last segment is known to be it.</summary>
internal sealed class FrameCursor : IAsyncDisposable
{
    private const int Channels = 3;
    private readonly VideoFile file;
    private readonly IFrameSource source;
    private readonly IAsyncEnumerator<VideoFrame> frames;
    private readonly PilResizer resizer;
    private readonly JobManifest manifest;
    private readonly CancellationTokenSource stop = new();
    private VideoFrame? ahead;
    private int position;

    private FrameCursor(VideoFile file, IFrameSource source, JobManifest manifest)
    {
        (this.file, this.source, this.manifest) = (file, source, manifest);
        resizer = new PilResizer(manifest.Width, manifest.Height, manifest.InputWidth, manifest.InputHeight);
        frames = source.ReadAsync(stop.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The segment that is read next.</summary>
    internal int Next { get; private set; }

    /// <summary>True once the last segment was read.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>Opens a video.</summary>
    /// <exception cref="VideoFormatException">It cannot be read, or is another one than the job was made for.</exception>
    internal static async Task<FrameCursor> OpenAsync(VideoFile file, JobManifest manifest, CancellationToken cancellation)
    {
        // The size is compared below; as a limit it would be too tight, since decoders count their padding too.
        var limits = DecodeLimits.Default with { MaxFrames = manifest.MaxFrames, ReadAhead = 2 };
        try
        {
            var source = await VideoSource.OpenAsync(file.Path, limits, cancellation);
            if (source.Info.Width == manifest.Width && source.Info.Height == manifest.Height) return new FrameCursor(file, source, manifest);
            await source.DisposeAsync();
            throw new VideoFormatException($"the video has frames of {source.Info.Width}x{source.Info.Height}, not {manifest.Width}x{manifest.Height}");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads up to a segment without keeping anything.</summary>
    internal async Task SkipToAsync(int segment, CancellationToken cancellation)
    {
        while (Next < segment && !IsAtEnd)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < manifest.SegmentLength && await MoveAsync(); i++) Take().Dispose();
            await PassAsync();
        }
    }

    /// <summary>At the end: what was said of damage, for the log.</summary>
    internal IReadOnlyList<string> Said => IsAtEnd && source.Report is { } report ? report.Said : [];

    /// <summary>The next segment; null at the end.</summary>
    /// <param name="look">Looks at each frame at the video's own size, and says what is to be noted.</param>
    /// <exception cref="VideoFormatException">No frame can be decoded, or the video goes beyond a limit.</exception>
    internal async Task<DecodedSegment?> ReadAsync(Func<VideoFrame, Task<IReadOnlyList<string>>> look)
    {
        if (IsAtEnd) return null;
        var size = manifest.InputWidth * manifest.InputHeight * Channels;
        var rgb = new byte[manifest.SegmentLength * size];
        var (number, first) = (Next, position);
        var (timestamps, notes) = (new List<long>(manifest.SegmentLength), new List<string>());
        while (timestamps.Count < manifest.SegmentLength && await MoveAsync())
        {
            using var frame = Take();
            resizer.Bilinear(frame.Rgb, rgb.AsSpan(timestamps.Count * size, size));
            timestamps.Add(frame.PresentationTimestamp.Ticks);
            notes.AddRange(await look(frame));
        }
        await PassAsync();
        var lost = IsAtEnd && source.Report is { IsWhole: false } report ? report.Summary : null;
        if (IsAtEnd) notes.AddRange(source.Report?.Notes ?? []);
        Array.Resize(ref rgb, timestamps.Count * size);
        return new DecodedSegment(number, new FramesHeader { First = first, Timestamps = timestamps, IsLast = IsAtEnd, Lost = lost, Notes = notes }, rgb);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        ahead?.Dispose();
        await frames.DisposeAsync();
        await source.DisposeAsync();
        await file.DisposeAsync();
        stop.Dispose();
    }

    private async Task PassAsync()
    {
        Next++;
        IsAtEnd = !await MoveAsync();
    }

    private async Task<bool> MoveAsync()
    {
        if (ahead is null && await frames.MoveNextAsync()) ahead = frames.Current;
        return ahead is not null;
    }

    private VideoFrame Take()
    {
        var frame = ahead!;
        (ahead, position) = (null, frame.Index + 1);
        return frame;
    }
}
