using System.Diagnostics;
using System.Globalization;
using Rvos.Testing;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

/// <summary>The committed clips, and ffmpeg's own view of a file to compare with.</summary>
internal static class Clips
{
    public static string Path(string name) => System.IO.Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Video.Tests", "Data", "clips", name);

    public static string TemporaryFolder() => Directory.CreateTempSubdirectory("rvos-video-").FullName;

    /// <summary>Presentation times in seconds of a stream's frames, as ffprobe decodes them; NaN where the file has none.</summary>
    public static double[] ProbeTimes(string path, string stream = "v:0") =>
        Run("ffprobe", "-v", "quiet", "-select_streams", stream, "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim(',', '\r', ' ')).Where(line => line.Length > 0)
            .Select(line => line == "N/A" ? double.NaN : double.Parse(line, CultureInfo.InvariantCulture)).ToArray();

    /// <summary>One property of a stream, as ffprobe prints it.</summary>
    public static string ProbeStream(string path, string entry, string stream = "v:0") =>
        Run("ffprobe", "-v", "quiet", "-select_streams", stream, "-show_entries", "stream=" + entry, "-of", "csv=p=0", path).Trim();

    /// <summary>Makes a test file with ffmpeg.</summary>
    public static void Make(params string[] arguments) => Run("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]);

    public static async Task<(List<(long Pts, TimeSpan Time, byte[] Rgb)> Frames, DecodeReport Report)> ReadAllAsync(IFrameSource source)
    {
        var frames = new List<(long, TimeSpan, byte[])>();
        await foreach (var frame in source.ReadAsync())
        {
            Assert.Equal(frames.Count, frame.Index);
            Assert.Equal((source.Info.Width, source.Info.Height), (frame.Width, frame.Height));
            frames.Add((frame.Pts, frame.PresentationTimestamp, frame.Rgb.ToArray()));
            frame.Dispose();
        }
        return (frames, source.Report ?? throw new InvalidOperationException("No report after the last frame."));
    }

    private static string Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(FfmpegTools.Locate(tool), arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
