using System.Text.Json;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// Asks ffprobe about a file. The stream chosen: of the video streams that are no attached pictures (cover art) and have a
/// size, those marked "default" first, then the one with most pixels, then the first.
/// </summary>
public static class VideoProbe
{
    private const int MaxAnswerBytes = 8 << 20;

    /// <summary>Probes a video file.</summary>
    /// <exception cref="VideoFormatException">The file is missing, empty, no video, or has no video stream.</exception>
    /// <exception cref="VideoLimitException">The frames are too large or the probing takes too long.</exception>
    /// <exception cref="FfmpegMissingException">ffprobe is not installed.</exception>
    /// <exception cref="FfmpegStoppedException">It was ended by a signal.</exception>
    public static async Task<VideoInfo> ProbeAsync(
        string path, DecodeLimits? limits = null, FfmpegTools? tools = null, CancellationToken cancellationToken = default)
    {
        limits = (limits ?? DecodeLimits.Default).Validated();
        var file = new FileInfo(path);
        if (Directory.Exists(path)) throw new VideoFormatException($"'{path}': is a folder, not a video file");
        if (!file.Exists) throw new VideoFormatException($"'{path}': no such file");
        if (file.Length == 0) throw new VideoFormatException($"'{path}': the file is empty");

        string[] arguments =
        [
            "-loglevel", "repeat+level+error", "-hide_banner", "-protocol_whitelist", "file", "-format_whitelist", ContainerFormats.Allowed,
            "-print_format", "json", "-show_format", "-show_streams", "file:" + file.FullName,
        ];
        using var process = FfmpegProcess.Start((tools ?? FfmpegTools.Default).Ffprobe, arguments, limits.MaxMemoryBytes);
        using var log = new FfmpegLog(process.Error);
        using var late = new CancellationTokenSource(limits.MaxStallTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        await using var killing = either.Token.Register(process.Kill);
        var answer = await Task.Run(() => ReadAll(process.Output), CancellationToken.None).ConfigureAwait(false);
        if (answer is null) process.Kill();
        var exit = process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (late.IsCancellationRequested)
            throw new VideoLimitException($"'{path}': probing took longer than {limits.MaxStallTime.TotalSeconds:0.###} s");
        if (answer is not null && FfmpegProcess.SignalOf(exit) is { } signal) throw new FfmpegStoppedException($"'{path}': ffprobe was ended by signal {signal}");
        if (exit != 0 || answer is null)
            throw new VideoFormatException($"'{path}': not a video that can be read ({Reason(log, file)})");
        return Choose(path, answer, limits);
    }

    private static string Reason(FfmpegLog log, FileInfo file)
    {
        var said = log.Problems();
        return said.Count == 0 ? "ffprobe failed" : said[^1].Replace("file:" + file.FullName + ": ", "", StringComparison.Ordinal);
    }

    private static byte[]? ReadAll(Stream output)
    {
        using var answer = new MemoryStream();
        var block = new byte[65536];
        for (int count; (count = output.Read(block)) > 0;)
        {
            if (answer.Length + count > MaxAnswerBytes) return null;
            answer.Write(block, 0, count);
        }
        return answer.ToArray();
    }

    private static VideoInfo Choose(string path, byte[] answer, DecodeLimits limits)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var root = document.RootElement;
            var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().Select(s => new ProbedStream(s)).ToArray() : [];
            var best = streams
                .Where(s => s.IsVideo && !s.IsAttachedPicture && s.Width > 0 && s.Height > 0)
                .OrderByDescending(s => s.IsDefault).ThenByDescending(s => (long)s.Width * s.Height).ThenBy(s => s.Index)
                .FirstOrDefault() ?? throw new VideoFormatException($"'{path}': the file has no video stream");
            limits.CheckSize(best.Width, best.Height, $"'{path}': the video");
            return best.ToInfo(path, new ProbedFormat(root, streams.Length), streams.FirstOrDefault(s => s.IsAudio)?.Codec);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new VideoFormatException($"'{path}': ffprobe's answer cannot be read: {error.Message}", error);
        }
    }
}
