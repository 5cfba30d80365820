using System.Text.Json;
using System.Text.RegularExpressions;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// Asks ffprobe about a file. The stream chosen: of the video streams that are no attached pictures (cover art) and have a
/// size, those marked "default" first, then the one with most pixels, then the first. The size is that of the pictures
/// (<see cref="PictureSizes"/>), whatever the header says.
/// </summary>
public static partial class VideoProbe
{
    /// <summary>Probes a video file.</summary>
    /// <exception cref="VideoFormatException">The file is missing, empty, no video, or has no video stream.</exception>
    /// <exception cref="VideoLimitException">The frames are too large or the probing takes too long.</exception>
    /// <exception cref="FfmpegMissingException">ffprobe is not installed.</exception>
    /// <exception cref="FfmpegStoppedException">It was ended by a signal.</exception>
    public static async Task<VideoInfo> ProbeAsync(
        string path, DecodeLimits? limits = null, FfmpegTools? tools = null, CancellationToken cancellationToken = default)
    {
        limits = (limits ?? DecodeLimits.Default).Validated();
        tools ??= FfmpegTools.Default;
        var file = new FileInfo(path);
        if (Directory.Exists(path)) throw new VideoFormatException($"'{path}': is a folder, not a video file");
        if (!file.Exists) throw new VideoFormatException($"'{path}': no such file");
        if (file.Length == 0) throw new VideoFormatException($"'{path}': the file is empty");

        var info = await AskAsync(file, path, [], limits, tools, cancellationToken).ConfigureAwait(false)
            ?? await AskAsync(file, path, Ffprobe.LongProbe, limits, tools, cancellationToken).ConfigureAwait(false)
            ?? throw new VideoFormatException($"'{path}': the size of the video's pictures is not known within its first minute");
        if (await PictureSizes.ChooseAsync(info, limits, tools, cancellationToken).ConfigureAwait(false) is not var (width, height)) return info;
        limits.CheckSize(width, height, $"'{path}': the video");
        return info.WithCodedSize(width, height);
    }

    // Null: there is a video stream, and more of the file must be read to know its size.
    private static async Task<VideoInfo?> AskAsync(FileInfo file, string path, IReadOnlyList<string> opening, DecodeLimits limits, FfmpegTools tools, CancellationToken cancellation)
    {
        var answer = await Ffprobe.AskAsync(path, [.. opening, "-print_format", "json", "-show_format", "-show_streams"], limits, tools, cancellation).ConfigureAwait(false);
        if (answer is { Exit: 0 }) return Choose(path, answer.Output, opening, limits);
        if (opening.Count == 0 && RefusedFormat(answer) == "jpeg_pipe" && await IsMotionJpegAsync(path, limits, tools, cancellation).ConfigureAwait(false))
            return await AskAsync(file, path, Ffprobe.MotionJpeg, limits, tools, cancellation).ConfigureAwait(false);
        throw new VideoFormatException($"'{path}': not a video that can be read ({Reason(answer, file)})");
    }

    private static async Task<bool> IsMotionJpegAsync(string path, DecodeLimits limits, FfmpegTools tools, CancellationToken cancellation)
    {
        var answer = await Ffprobe.AskAsync(path, [.. Ffprobe.MotionJpeg, "-read_intervals", "%+#2", "-show_entries", "packet=size", "-print_format", "csv=p=0"], limits, tools, cancellation).ConfigureAwait(false);
        return answer?.Lines.Count() > 1;
    }

    private static string Reason(ProbeAnswer? answer, FileInfo file)
    {
        if (answer is null || answer.Problems.Count == 0) return "ffprobe failed";
        if (RefusedFormat(answer) is { } format) return format.EndsWith("_pipe", StringComparison.Ordinal) ? "it is a single picture" : $"files of the format {format} are not taken";
        return answer.Problems[^1].Replace("file:" + file.FullName + ": ", "", StringComparison.Ordinal);
    }

    private static string? RefusedFormat(ProbeAnswer? answer) =>
        answer?.Problems.Select(said => NotAllowed().Match(said)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    private static VideoInfo? Choose(string path, byte[] answer, IReadOnlyList<string> opening, DecodeLimits limits)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var root = document.RootElement;
            var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().Select(s => new ProbedStream(s)).ToArray() : [];
            var videos = streams.Where(s => s.IsVideo && !s.IsAttachedPicture).ToArray();
            var best = videos.Where(s => s.Width > 0 && s.Height > 0)
                .OrderByDescending(s => s.IsDefault).ThenByDescending(s => (long)s.Width * s.Height).ThenBy(s => s.Index)
                .FirstOrDefault();
            if (best is null && videos.Length > 0) return null;
            if (best is null) throw new VideoFormatException($"'{path}': the file has no video stream");
            limits.CheckSize(best.Width, best.Height, $"'{path}': the video");
            return best.ToInfo(path, new ProbedFormat(root, streams.Length), streams.FirstOrDefault(s => s.IsAudio)?.Codec, opening);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new VideoFormatException($"'{path}': ffprobe's answer cannot be read: {error.Message}", error);
        }
    }

    [GeneratedRegex(@"^\[([\w,]{1,60})\b[^\]]*\].*Format not on whitelist")]
    private static partial Regex NotAllowed();
}
