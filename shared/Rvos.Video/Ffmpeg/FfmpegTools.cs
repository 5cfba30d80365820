namespace Rvos.Video.Ffmpeg;

/// <summary>Where ffmpeg 5.1 or later and ffprobe are: a name to look up on PATH, or a full path.</summary>
/// <param name="Ffmpeg">The decoder and encoder; "ffmpeg" by default.</param>
/// <param name="Ffprobe">The prober; "ffprobe" by default.</param>
public sealed record FfmpegTools(string Ffmpeg = "ffmpeg", string Ffprobe = "ffprobe")
{
    /// <summary>Both tools from PATH.</summary>
    public static FfmpegTools Default { get; } = new();

    /// <summary>The full path of a tool.</summary>
    /// <exception cref="FfmpegMissingException">There is no such file.</exception>
    internal static string Locate(string tool) =>
        Find(tool) ?? throw new FfmpegMissingException(
            $"'{tool}' was not found; install ffmpeg 5.1 or later (Debian: apt-get install ffmpeg).");

    internal static string? Find(string tool)
    {
        if (tool.Contains(Path.DirectorySeparatorChar)) return File.Exists(tool) ? Path.GetFullPath(tool) : null;
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(tool) ? tool + ".exe" : tool;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
