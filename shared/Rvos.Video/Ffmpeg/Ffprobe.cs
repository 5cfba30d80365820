using Rvos.Video.Decoding;

namespace Rvos.Video.Ffmpeg;

/// <summary>Runs ffprobe on a file from outside: container formats, protocols, memory, time and answer are bounded.</summary>
internal static class Ffprobe
{
    private const int MaxAnswerBytes = 8 << 20;

    /// <summary>How far into a file streams are looked for whose parameters do not come at its start: 60 s or 256 MiB, where ffmpeg's own limit is 5 s or 5 MB.</summary>
    public static IReadOnlyList<string> LongProbe { get; } = ["-probesize", $"{256 << 20}", "-analyzeduration", $"{60_000_000}"];

    /// <summary>
    /// Reads pictures one behind the other, as cameras save them. ffmpeg takes a short such file for a single picture, whatever its name says.
    /// </summary>
    public static IReadOnlyList<string> MotionJpeg { get; } = ["-f", "mjpeg"];

    /// <summary>Asks about a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">Arguments that say what to print.</param>
    /// <param name="limits">Bounds of memory and time.</param>
    /// <param name="tools">Where ffprobe is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer; null when it is longer than 8 MiB.</returns>
    /// <exception cref="VideoLimitException">It took longer than <see cref="DecodeLimits.MaxStallTime"/>.</exception>
    /// <exception cref="FfmpegMissingException">ffprobe is not installed.</exception>
    /// <exception cref="FfmpegStoppedException">It was ended by a signal.</exception>
    public static async Task<ProbeAnswer?> AskAsync(string path, IEnumerable<string> what, DecodeLimits limits, FfmpegTools tools, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-loglevel", "repeat+level+error", "-hide_banner", "-protocol_whitelist", "file", "-format_whitelist", ContainerFormats.Allowed,
            .. what, "file:" + Path.GetFullPath(path),
        ];
        using var process = FfmpegProcess.Start(tools.Ffprobe, arguments, limits.MaxMemoryBytes);
        using var log = new FfmpegLog(process.Error);
        using var late = new CancellationTokenSource(limits.MaxStallTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        await using var killing = either.Token.Register(process.Kill);
        var answer = await Task.Run(() => ReadAll(process.Output), CancellationToken.None).ConfigureAwait(false);
        if (answer is null) process.Kill();
        var exit = process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (late.IsCancellationRequested) throw new VideoLimitException($"'{path}': probing took longer than {limits.MaxStallTime.TotalSeconds:0.###} s");
        if (answer is null) return null;
        if (FfmpegProcess.SignalOf(exit) is { } signal) throw new FfmpegStoppedException($"'{path}': ffprobe was ended by signal {signal}");
        return new ProbeAnswer(answer, exit, log.Problems());
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
}
