using System.Text.Json;
using Rvos.Testing.Cluster;

namespace Rvos.SystemTests.Support;

/// <summary>The sample clip, and what <c>rvos segment</c> makes of it.</summary>
internal static class Sample
{
    private static readonly Lazy<Task<string>> Segmented = new(() => SegmentAsync("--mask", $"0:{Mask}"));
    private static readonly Lazy<Task<string>> Cut = new(() => SystemTests.Support.Clip.CutAsync(Clip, ShortFrames));
    private static readonly Lazy<Task<string>> ShortSegmented = new(async () => await SegmentFileAsync(await Cut.Value, "--mask", $"0:{Mask}"));

    internal static string Clip => Path.Combine(Programs.Root, "samples", "dashcam.mp4");

    internal static string Mask => Path.Combine(Programs.Root, "samples", "dashcam.png");

    /// <summary>Frames of <see cref="ShortClipAsync"/>: four segments.</summary>
    internal const int ShortFrames = 64;

    /// <summary>The first frames of the clip, where many jobs are needed at once.</summary>
    internal static Task<string> ShortClipAsync() => Cut.Value;

    /// <summary>Folder of an unbroken run on <see cref="ShortClipAsync"/> with the mask of frame 0.</summary>
    internal static Task<string> ShortReferenceAsync() => ShortSegmented.Value;

    /// <summary>Folder of an unbroken run with the mask of frame 0.</summary>
    internal static Task<string> ReferenceAsync() => Segmented.Value;

    /// <summary>Runs <c>rvos segment</c> on the clip; gives the folder it wrote.</summary>
    internal static Task<string> SegmentAsync(params string[] arguments) => SegmentFileAsync(Clip, arguments);

    /// <summary>Runs <c>rvos segment</c>; gives the time it took from the first frame to the last, as it says.</summary>
    internal static async Task<TimeSpan> TimeSegmentAsync(string video, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("rvos-timed-").FullName;
        try
        {
            var (code, said) = await RvosCommand.RunAsync(["segment", video, .. arguments, "-o", folder, "--json"]);
            Assert.True(code == 0, said);
            using var summary = JsonDocument.Parse(said[said.IndexOf('{', StringComparison.Ordinal)..]);
            return TimeSpan.FromSeconds(summary.RootElement.GetProperty("seconds").GetDouble());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs <c>rvos segment</c>; gives the folder it wrote.</summary>
    internal static async Task<string> SegmentFileAsync(string video, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("rvos-reference-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var (code, said) = await RvosCommand.RunAsync(["segment", video, .. arguments, "-o", folder, "--json"]);
        Assert.True(code == 0, said);
        return folder;
    }
}
