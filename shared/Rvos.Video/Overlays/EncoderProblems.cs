using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Overlays;

/// <summary>Whether an ffmpeg that wrote a file has written all of it.</summary>
internal static class EncoderProblems
{
    /// <summary>Null when it has; otherwise what went wrong, in its words.</summary>
    /// <param name="exit">Its exit code.</param>
    /// <param name="log">Its log; complete.</param>
    /// <param name="output">The file.</param>
    public static string? Of(int exit, FfmpegLog log, string output)
    {
        var problems = log.Problems();
        var fatal = problems.FirstOrDefault(IsFatal);
        if (exit == 0 && fatal is null && File.Exists(output)) return null;
        return fatal ?? (problems.Count > 0 ? problems[0] : $"ffmpeg ended with code {exit}");
    }

    // ffmpeg ends with 0 after some of these.
    private static bool IsFatal(string problem) =>
        problem.Contains("No space left", StringComparison.OrdinalIgnoreCase) || problem.Contains("trailer", StringComparison.OrdinalIgnoreCase)
        || problem.Contains("Input/output error", StringComparison.OrdinalIgnoreCase);
}
