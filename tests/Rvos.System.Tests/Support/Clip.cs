using System.Diagnostics;
using System.Globalization;

namespace Rvos.SystemTests.Support;

/// <summary>Makes short clips of longer ones.</summary>
internal static class Clip
{
    /// <summary>The first frames of a video, in a file that goes with this process.</summary>
    internal static async Task<string> CutAsync(string video, int frames)
    {
        var folder = Directory.CreateTempSubdirectory("rvos-clip-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var path = Path.Combine(folder, "clip.mp4");
        using var process = Process.Start("ffmpeg", ["-v", "error", "-nostdin", "-i", video, "-frames:v", frames.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-an", path]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
