using System.Threading.Channels;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Masks;

namespace Rvos.Video.Overlays;

/// <summary>
/// Writes an MP4 (H.264 4:2:0, faststart) of the frames with their masks painted over, the first at zero and each later one at the source's own
/// distance from it, and the source's first audio stream: copied where MP4 can carry it, otherwise as AAC, and left out where neither works (<see cref="SoundLoss"/>). Frames travel to ffmpeg
/// as NUT, so that no timestamp is rounded. An odd width or height is padded by one black column or row, since 4:2:0 needs
/// even sizes. Audio from before the first frame is not shown. The file appears under its name only when complete.
/// </summary>
public sealed class OverlayVideoWriter : IAsyncDisposable
{
    private const int QueuedFrames = 4;

    private readonly string _path;
    private readonly string _partialPath;
    private readonly string _framesPath;
    private readonly VideoInfo _info;
    private readonly OverlayOptions _options;
    private readonly FfmpegProcess _process;
    private readonly FfmpegLog _log;
    private readonly OverlayBlender _blender;
    private readonly Channel<(VideoFrame Frame, LabelMask Mask)> _queue;
    private readonly Task _writing;
    private (long Pts, Rational TimeBase)? _last;
    private (long Pts, Rational TimeBase)? _first;
    private bool _completed;
    private bool _disposed;

    private OverlayVideoWriter(string path, VideoInfo info, ReadOnlySpan<byte> palette, OverlayOptions options)
    {
        _path = path;
        _partialPath = path + ".part";
        _info = info;
        _options = options;
        // Sound that ffmpeg stumbles over must not take the frames with it: it is added when they are all there.
        _framesPath = info.AudioCodec is null ? _partialPath : path + ".frames.part";
        _blender = new OverlayBlender(palette, options.Opacity, options.Contours);
        _queue = Channel.CreateBounded<(VideoFrame, LabelMask)>(
            new BoundedChannelOptions(QueuedFrames) { SingleReader = true, SingleWriter = true });
        // ffmpeg would follow a symbolic link.
        File.Delete(_framesPath);
        var arguments = info.AudioCodec is null ? EncoderArguments.Silent(info, _framesPath, options) : EncoderArguments.Frames(info, _framesPath, options);
        _process = FfmpegProcess.Start(options.Tools.Ffmpeg, arguments, options.MaxMemoryBytes, feeds: true);
        _log = new FfmpegLog(_process.Error);
        _writing = Task.Factory.StartNew(WriteFrames, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>After <see cref="CompleteAsync"/>: why the source's sound is not in the video, in ffmpeg's words; null when it is, or when there is none.</summary>
    public string? SoundLoss { get; private set; }

    /// <summary>Starts a video. Frames then come with <see cref="AddAsync"/> and <see cref="CompleteAsync"/> ends it.</summary>
    /// <param name="path">The .mp4 file to write; an existing one is replaced on completion.</param>
    /// <param name="info">The source that the frames come from: size, aspect ratio, audio.</param>
    /// <param name="palette">R, G, B of each label, up to 256 x 3 bytes.</param>
    /// <param name="options">Look and encoding; the defaults when null.</param>
    /// <exception cref="FfmpegMissingException">ffmpeg is not installed.</exception>
    /// <exception cref="VideoEncodingException">The output's folder does not exist.</exception>
    public static OverlayVideoWriter Create(string path, VideoInfo info, ReadOnlySpan<byte> palette, OverlayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        path = Path.GetFullPath(path);
        if (Directory.Exists(path)) throw new VideoEncodingException($"'{path}': is a folder");
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw new VideoEncodingException($"'{path}': no such folder");
        return new OverlayVideoWriter(path, info, palette, (options ?? OverlayOptions.Default).Validated());
    }

    /// <summary>
    /// Adds the next frame with its mask. The writer takes the frame over: it paints into its pixels and disposes it.
    /// Returns when the frame is queued, which waits while ffmpeg is behind.
    /// </summary>
    /// <exception cref="ArgumentException">The frame or mask has another size than the source, or does not come after the last.</exception>
    /// <exception cref="VideoEncodingException">ffmpeg ended early or the disk is full.</exception>
    public async ValueTask AddAsync(VideoFrame frame, LabelMask mask, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(mask);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (frame.Width != _info.Width || frame.Height != _info.Height || mask.Width != _info.Width || mask.Height != _info.Height)
            throw new ArgumentException(
                $"Frame {frame.Index} is {frame.Width} x {frame.Height} and its mask {mask.Width} x {mask.Height}; "
                + $"the video is {_info.Width} x {_info.Height}.", nameof(frame));
        if (_last is { } last && (frame.Pts <= last.Pts || frame.TimeBase != last.TimeBase))
            throw new ArgumentException($"Frame {frame.Index} at {frame.Pts} does not come after the last at {last.Pts}.", nameof(frame));
        _last = (frame.Pts, frame.TimeBase);
        _first ??= _last;
        try
        {
            await _queue.Writer.WriteAsync((frame, mask), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw await FailureAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the video and gives the file its name.</summary>
    /// <exception cref="VideoEncodingException">ffmpeg failed, the disk is full, or no frame was added.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_completed) return;
        _queue.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw await FailureAsync().ConfigureAwait(false);
        }
        var exit = await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (EncoderProblems.Of(exit, _log, _framesPath) is { } problem) throw Failure(problem);
        if (_info.AudioCodec is not null)
        {
            var start = _first is { } first ? first.TimeBase.Time(first.Pts) : TimeSpan.Zero;
            SoundLoss = await SoundMuxer.WriteAsync(_info, _framesPath, _partialPath, start, _options, cancellationToken).ConfigureAwait(false);
            File.Delete(_framesPath);
        }

        File.Move(_partialPath, _path, overwrite: true);
        _completed = true;
    }

    /// <summary>Without a completed video: ends ffmpeg and removes what there is of the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _queue.Writer.TryComplete();
        _process.Kill();
        await _writing.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        while (_queue.Reader.TryRead(out var left)) left.Frame.Dispose();
        _process.WaitForExit();
        _process.Dispose();
        _log.Dispose();
        if (_completed) return;
        File.Delete(_framesPath);
        File.Delete(_partialPath);
    }

    private async Task<VideoEncodingException> FailureAsync()
    {
        _process.Kill();
        var exit = await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return Failure(EncoderProblems.Of(exit, _log, _framesPath) ?? "ffmpeg ended early");
    }

    private VideoEncodingException Failure(string problem) => new($"'{_path}': the video cannot be written ({problem})");

    private void WriteFrames()
    {
        try
        {
            using var input = _process.Input;
            var reader = _queue.Reader;
            NutWriter? nut = null;
            while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (reader.TryRead(out var item))
                {
                    using var frame = item.Frame;
                    nut ??= new NutWriter(input, [(byte)'R', (byte)'G', (byte)'B', 24], frame.Width, frame.Height, frame.TimeBase);
                    _blender.Blend(frame.Rgb, item.Mask);
                    nut.WriteFrame(frame.Pts - _first!.Value.Pts, frame.Rgb);
                }
            }
        }
        catch (Exception error)
        {
            // Whoever adds next must hear of it, and what waits will not be written.
            _queue.Writer.TryComplete(error);
            throw;
        }
    }
}
