using Rvos.Video.Ffmpeg;
using Rvos.Video.Files;

namespace Rvos.Video.Decoding;

/// <summary>
/// A folder of JPEG and PNG files (.jpg, .jpeg, .png) as a source: in natural order of their names, all of one size, at a
/// constant rate. Which of the two a file is, its content says. Other files, hidden ones and subfolders are passed over. Frames keep their file's name without extension, which
/// dataset layouts name their masks by.
/// </summary>
public sealed class FrameFolderSource : IFrameSource
{
    private readonly string[] _paths;
    private readonly DecodeLimits _limits;
    private readonly FfmpegTools _tools;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _disposed = new();

    private FrameFolderSource(VideoInfo info, string[] paths, DecodeLimits limits, FfmpegTools tools, TimeProvider time) =>
        (Info, _paths, _limits, _tools, _time) = (info, paths, limits, tools, time);

    /// <summary>The rate of a folder when none is given: 25 frames per second.</summary>
    public static Rational DefaultFrameRate { get; } = new(25, 1);

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public DecodeReport? Report { get; private set; }

    /// <summary>The frames' names in order: file names without extension.</summary>
    public IReadOnlyList<string> FrameNames => Array.ConvertAll(_paths, path => Path.GetFileNameWithoutExtension(path));

    /// <summary>Lists a folder and reads its first picture's size.</summary>
    /// <exception cref="VideoFormatException">No such folder, no pictures, two pictures of one name, or a first file that is none.</exception>
    /// <exception cref="VideoLimitException">Too many pictures, or too large.</exception>
    public static FrameFolderSource Open(
        string folder, Rational? frameRate = null, DecodeLimits? limits = null, FfmpegTools? tools = null, TimeProvider? time = null)
    {
        limits = (limits ?? DecodeLimits.Default).Validated();
        if (!Directory.Exists(folder)) throw new VideoFormatException($"'{folder}': no such folder");
        var paths = DataFolder.Files(folder).Where(PictureFiles.IsPicture)
            .Take(limits.MaxFrames + 1L > int.MaxValue ? int.MaxValue : limits.MaxFrames + 1)
            .OrderBy(path => Path.GetFileName(path), NaturalNameComparer.Instance).ToArray();
        if (paths.Length == 0) throw new VideoFormatException($"'{folder}': no .jpg, .jpeg or .png files in the folder");
        if (paths.Length > limits.MaxFrames) throw new VideoLimitException($"'{folder}': more than {limits.MaxFrames} frames");
        if (paths.GroupBy(path => Path.GetFileNameWithoutExtension(path)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new VideoFormatException($"'{folder}': two pictures are named '{twice.Key}'");

        var (width, height) = PictureFiles.Size(paths[0], PictureFiles.Read(paths[0], limits));
        limits.CheckSize(width, height, $"'{paths[0]}': the picture");
        var rate = frameRate ?? DefaultFrameRate;
        var info = new VideoInfo
        {
            Path = folder,
            Format = "frames",
            Codec = PictureFiles.IsPng(paths[0]) ? "png" : "mjpeg",
            CodedWidth = width,
            CodedHeight = height,
            Width = width,
            Height = height,
            AverageFrameRate = rate,
            TimeBase = new Rational(rate.Denominator, rate.Numerator),
            Duration = new Rational(rate.Denominator, rate.Numerator).Time(paths.Length),
            DeclaredFrames = paths.Length,
        };
        return new FrameFolderSource(info, paths, limits, tools ?? FfmpegTools.Default, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        Report = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var pool = new FramePool(_limits.ReadAhead + 8);
        var isPng = Array.ConvertAll(_paths, PictureFiles.IsPng);
        var jpegPaths = _paths.Where((_, i) => !isPng[i]).ToArray();
        using var jpegs = jpegPaths.Length > 0 ? new JpegStream(jpegPaths, pool, _limits, _tools, _time) : null;
        DecodeReport? report = null;
        var frames = ReadAhead.RunAsync<VideoFrame>(
            emit => report = Decode(isPng, jpegs, pool, emit), () => jpegs?.Kill(), _limits.ReadAhead, ending.Token);
        await foreach (var frame in frames.ConfigureAwait(false)) yield return frame;
        Report = report;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _disposed.CancelAsync().ConfigureAwait(false);

    private DecodeReport Decode(bool[] isPng, JpegStream? jpegs, FramePool pool, Action<VideoFrame> emit)
    {
        for (var index = 0; index < _paths.Length; index++)
        {
            var path = _paths[index];
            var (width, height, rgb) = isPng[index] ? PngPicture(path) : jpegs!.Next();
            if (width != Info.Width || height != Info.Height)
                throw new VideoFormatException(
                    $"'{path}': {width} x {height} pixels, but the folder's first frame has {Info.Width} x {Info.Height}");
            emit(new VideoFrame(index, index, Info.TimeBase, width, height, rgb, Path.GetFileNameWithoutExtension(path), pool) { FileName = Path.GetFileName(path) });
        }
        var problems = jpegs?.Problems() ?? [];
        return new DecodeReport(_paths.Length, _paths.Length, problems.Count > 0, false, problems);
    }

    private (int Width, int Height, byte[] Rgb) PngPicture(string path)
    {
        var image = ImageLoader.LoadPng(path, _limits);
        return (image.Width, image.Height, image.Rgb);
    }
}
