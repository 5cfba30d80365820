using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// Frames of a video file through one ffmpeg child: rotation applied, variable frame rate kept (every decoded frame once,
/// with its own timestamp), interlaced pictures as whole frames, any pixel format as 8-bit RGB, pictures of another size in
/// mid-stream scaled to the one size that <see cref="VideoProbe"/> chose. A damaged file gives its good frames, the same each time it is read, and the report says what was lost.
/// </summary>
public sealed class FfmpegFrameSource : IFrameSource
{
    private readonly DecodeLimits _limits;
    private readonly FfmpegTools _tools;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _disposed = new();

    private FfmpegFrameSource(VideoInfo info, DecodeLimits limits, FfmpegTools tools, TimeProvider time) =>
        (Info, _limits, _tools, _time) = (info, limits, tools, time);

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public DecodeReport? Report { get; private set; }

    /// <summary>Probes a file and makes it ready to read.</summary>
    /// <exception cref="VideoFormatException">The file is no video that can be read.</exception>
    /// <exception cref="VideoLimitException">It goes beyond a limit.</exception>
    /// <exception cref="FfmpegMissingException">ffmpeg is not installed.</exception>
    /// <exception cref="FfmpegStoppedException">ffprobe was ended by a signal.</exception>
    public static async Task<FfmpegFrameSource> OpenAsync(
        string path, DecodeLimits? limits = null, FfmpegTools? tools = null, TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        limits = (limits ?? DecodeLimits.Default).Validated();
        tools ??= FfmpegTools.Default;
        var info = await VideoProbe.ProbeAsync(path, limits, tools, cancellationToken).ConfigureAwait(false);
        return new FfmpegFrameSource(info, limits, tools, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        Report = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        using var process = FfmpegProcess.Start(_tools.Ffmpeg, Arguments(), _limits.MaxMemoryBytes);
        DecodeReport? report = null;
        var frames = ReadAhead.RunAsync<VideoFrame>(emit => report = Decode(process, emit), process.Kill, _limits.ReadAhead, ending.Token);
        await foreach (var frame in frames.ConfigureAwait(false)) yield return frame;
        Report = report;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _disposed.CancelAsync().ConfigureAwait(false);

    private string[] Arguments() =>
    [
        "-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+level+info",
        "-protocol_whitelist", "file", "-format_whitelist", ContainerFormats.Allowed,
        .. Info.OpenArguments,
        "-threads", $"{_limits.Threads}", "-max_pixels", $"{_limits.MaxPixels}", "-copyts", "-i", "file:" + Path.GetFullPath(Info.Path),
        "-map", $"0:{Info.StreamIndex}", "-an", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
        "-vf", $"{FfmpegLog.SizeFilter},scale={Info.Width}:{Info.Height},format=rgb24,{FfmpegLog.StampFilter}",
        "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "rawvideo", "-protocol_whitelist", "pipe", "-f", "rawvideo", "pipe:1",
    ];

    private DecodeReport Decode(FfmpegProcess process, Action<VideoFrame> emit)
    {
        // Frames in flight: those read ahead, one being filled, and a few the consumer holds.
        var pool = new FramePool(_limits.ReadAhead + 8);
        using var reader = new RawFrameReader(process, pool, _limits, _time);
        var clock = new FrameClock(Info.AverageFrameRate);
        var index = 0;
        try
        {
            while (reader.TryRead(out var stamp, out var rgb))
            {
                if (index == _limits.MaxFrames) throw new VideoLimitException($"the video has more than {_limits.MaxFrames} frames");
                if (stamp.Width != Info.Width || stamp.Height != Info.Height)
                    throw new VideoFormatException($"frame {index} came as {stamp.Width} x {stamp.Height}, not {Info.Width} x {Info.Height}");
                var pts = clock.Next(stamp);
                emit(new VideoFrame(index++, pts, stamp.TimeBase, stamp.Width, stamp.Height, rgb, null, pool));
            }
        }
        catch (VideoLimitException error)
        {
            throw new VideoLimitException($"'{Info.Path}': {error.Message}", error);
        }
        if (process.Output.ReadByte() >= 0) throw new VideoFormatException($"'{Info.Path}': ffmpeg gave pixels without a timestamp");
        var exit = process.WaitForExit();
        // Not the video's end: what is behind it would be missing without a word.
        if (FfmpegProcess.SignalOf(exit) is { } signal) throw new FfmpegStoppedException($"'{Info.Path}': ffmpeg was ended by signal {signal} after {index} frames");
        if (reader.EndsWithinFrame && exit != 0) throw new FfmpegStoppedException($"'{Info.Path}': ffmpeg ended with code {exit} within frame {index}");
        var problems = reader.Log.Problems();
        if (index == 0) throw new VideoFormatException($"'{Info.Path}': no frame could be decoded ({(problems.Count > 0 ? problems[0] : "ffmpeg gave none")})");
        if (exit == 0 && DamageAssessment.EndsEarly(Info, clock) && clock.LastStored is { } last)
            clock.EndLast(PacketProbe.LengthAsync(Info, last, _limits, _tools).GetAwaiter().GetResult() ?? 0);
        return DamageAssessment.Assess(Info, clock, exit, problems) with { Notes = DecodeNotes.Of(Info, clock, reader.Log.Sizes()) };
    }
}
