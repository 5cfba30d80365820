using System.Diagnostics;
using System.Text.Json;
using Rvos.Fused;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;
using Rvos.Video.Rle;

namespace Rvos.Cli.Tests;

public class SegmentTests(ITestOutputHelper output)
{
    private static readonly string Video = RvosProcess.Sample("dashcam.mp4"), Mask = RvosProcess.Sample("dashcam.png");

    [Fact]
    public async Task Segment_SampleClip_WritesMasksAnnotationsAndOverlay()
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync("segment", Video, "--mask", $"0:{Mask}", "-o", folder.Path, "--json");
        output.WriteLine(run.Output + run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(100, JsonDocument.Parse(run.Output).RootElement.GetProperty("frames").GetInt32());
        Assert.Equal(100, Directory.GetFiles(folder["masks"], "*.png").Length);
        Assert.Equal(LabelMaskReader.Read(Mask).Labels, LabelMaskReader.Read(folder["masks", "00000.png"]).Labels);
        Assert.True(new FileInfo(folder["overlay.mp4"]).Length > 10_000);
        using var annotations = JsonDocument.Parse(File.ReadAllText(folder["annotations.json"]));
        var frames = annotations.RootElement.GetProperty("frames").EnumerateArray().ToArray();
        Assert.Equal(100, frames.Length);
        Assert.Equal(99 / 25.0, frames[99].GetProperty("timestamp").GetDouble(), 4);
        Assert.Equal(1, annotations.RootElement.GetProperty("objects")[0].GetProperty("id").GetInt32());
        Assert.Empty(Directory.GetFiles(folder.Path, "*.part"));
    }

    [Fact]
    public async Task Segment_OverlayCannotBeMade_MasksAnnotationsAndAWarning()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["overlay.mp4"]);
        var run = await RvosProcess.RunAsync("segment", Video, "--mask", $"0:{Mask}", "-o", folder.Path, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(100, Directory.GetFiles(folder["masks"], "*.png").Length);
        Assert.True(File.Exists(folder["annotations.json"]));
        var warning = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("warnings").EnumerateArray()).GetString();
        Assert.Contains("there is no overlay", warning, StringComparison.Ordinal);
        Assert.Contains(warning!, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Segment_Bf16AndFp32_MasksAgree()
    {
        Assert.SkipWhen(FusedRuntime.Capability < Capability.BFloat16, "this machine computes no bf16");
        using var folder = new TemporaryFolder();
        foreach (var type in new[] { "bf16", "fp32" })
            Assert.Equal(0, (await RvosProcess.RunAsync("segment", Video, "--mask", $"0:{Mask}", "-o", folder[type], "--dtype", type, "--no-overlay")).ExitCode);
        var overlaps = Enumerable.Range(0, 100).Select(i => Overlap(folder["bf16", "masks", $"{i:D5}.png"], folder["fp32", "masks", $"{i:D5}.png"])).ToArray();
        output.WriteLine($"mean IoU {overlaps.Average():F4}, least {overlaps.Min():F4}");
        Assert.True(overlaps.Average() >= 0.99, $"mean IoU {overlaps.Average():F4}");
    }

    [Fact]
    public async Task Segment_LateBoxFilled_ObjectAppearsAtItsFrameAsTheBox()
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync("segment", Video, "--mask", $"0:{Mask}", "--box", "10:300,150,360,200", "--fill-box", "-o", folder.Path, "--no-overlay");
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain((byte)2, LabelMaskReader.Read(folder["masks", "00009.png"]).Labels);
        Assert.Equal(60 * 50, LabelMaskReader.Read(folder["masks", "00010.png"]).Labels.Count(l => l == 2));
        using var annotations = JsonDocument.Parse(File.ReadAllText(folder["annotations.json"]));
        Assert.Equal(10, annotations.RootElement.GetProperty("objects")[1].GetProperty("first_frame").GetInt32());
    }

    [Fact]
    public async Task Segment_Box_MaskIsFoundInIt()
    {
        using var folder = new TemporaryFolder();
        var car = LabelMaskReader.Read(Mask);
        var pixels = Enumerable.Range(0, car.Labels.Length).Where(i => car.Labels[i] != 0).Select(i => (X: i % car.Width, Y: i / car.Width)).ToArray();
        var (x0, y0, x1, y1) = (pixels.Min(p => p.X), pixels.Min(p => p.Y), pixels.Max(p => p.X) + 1, pixels.Max(p => p.Y) + 1);
        var run = await RvosProcess.RunAsync("segment", Video, "--box", FormattableString.Invariant($"0:{x0},{y0},{x1},{y1}"), "-o", folder.Path, "--no-overlay", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var (found, filled) = (Overlap(Mask, folder["masks", "00000.png"]), (double)pixels.Length / ((x1 - x0) * (y1 - y0)));
        output.WriteLine($"overlap with the car {found:F3}, of the box {filled:F3}");
        Assert.InRange(found, filled + 0.02, 1);
    }

    [Fact]
    public async Task Segment_BoxInWhichNothingIsFound_IsTheBoxAndIsSaid()
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync("segment", Video, "--box", "0:0,0,640,360", "--box", "3:10,10,12,12", "-o", folder.Path, "--no-overlay", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["rvos: warning: object 1 in frame 0 is its whole box: there is no background around it", "rvos: warning: object 2 in frame 3 is its whole box: it is too small to look for an object in it"],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(2, json.RootElement.GetProperty("notes").GetArrayLength());
        Assert.Equal(4, LabelMaskReader.Read(folder["masks", "00003.png"]).Labels.Count(l => l == 2));
    }

    [Fact]
    public async Task Segment_Polygons_InCocoInPlaceOfRunLengthsAndInAnnotationsBesideThem()
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync("segment", Video, "--mask", $"0:{Mask}", "--format", "coco", "--polygons", "-o", folder.Path, "--no-overlay");
        Assert.Equal(0, run.ExitCode);
        using var coco = JsonDocument.Parse(File.ReadAllText(folder["coco.json"]));
        using var annotations = JsonDocument.Parse(File.ReadAllText(folder["annotations.json"]));
        var truth = LabelMaskReader.Read(Mask);
        var first = coco.RootElement.GetProperty("annotations")[0].GetProperty("segmentation");
        var beside = annotations.RootElement.GetProperty("frames")[0].GetProperty("objects")[0];
        Assert.Equal(first.GetRawText(), beside.GetProperty("polygons").GetRawText());
        Assert.True(beside.GetProperty("segmentation").TryGetProperty("counts", out _));
        var rings = first.EnumerateArray().Select(ring => (IReadOnlyList<(double, double)>)[.. ring.EnumerateArray().Select(v => v.GetDouble()).Chunk(2).Select(p => (p[0], p[1]))]).ToArray();
        var painted = new PolygonPrompt(rings).ToMask(truth.Width, truth.Height, 1);
        Assert.InRange(Overlap(truth.Labels, painted.Labels), 0.85, 1);
    }

    [Fact]
    public async Task Segment_CocoOfAFolderAndOfAVideo_NamesPicturesThatAReaderFinds()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["frames"]);
        Ffmpeg("-i", Video, "-frames:v", "3", folder["frames", "shot_%02d.jpg"]);
        File.Move(folder["frames", "shot_02.jpg"], folder["frames", "shot_02.JPEG"]);
        Ffmpeg("-i", Video, "-frames:v", "3", "-c", "copy", folder["clip.mp4"]);
        Assert.Equal(0, (await RvosProcess.RunAsync("segment", folder["frames"], "--mask", $"0:{Mask}", "--format", "coco", "-o", folder["a"], "--no-overlay")).ExitCode);
        Assert.Equal(["shot_01.jpg", "shot_02.JPEG", "shot_03.jpg"], FileNames(folder["a", "coco.json"]));
        Assert.Equal(0, (await RvosProcess.RunAsync("segment", folder["clip.mp4"], "--mask", $"0:{Mask}", "--format", "coco", "-o", folder["b"], "--no-overlay")).ExitCode);
        // As the documents say.
        Directory.CreateDirectory(folder["pictures"]);
        Ffmpeg("-i", folder["clip.mp4"], "-fps_mode", "passthrough", "-start_number", "0", folder["pictures", "%05d.png"]);
        Assert.All(FileNames(folder["b", "coco.json"]), name => Assert.True(File.Exists(folder["pictures", name])));
    }

    [Theory]
    [InlineData("string")]
    [InlineData("list")]
    [InlineData("annotation")]
    public async Task Segment_MaskAsRunLengths_IsTheMask(string form)
    {
        using var folder = new TemporaryFolder();
        var mask = LabelMaskReader.Read(Mask);
        var code = RleMask.Encode(mask, 1);
        int[] size = [mask.Height, mask.Width];
        object json = form switch
        {
            "string" => new { size, counts = code.ToCompressedString() },
            "list" => new { size, counts = code.Counts },
            _ => new { image_id = 1, category_id = 3, iscrowd = 1, segmentation = new { size, counts = code.Counts } },
        };
        File.WriteAllText(folder["mask.json"], JsonSerializer.Serialize(json));
        Ffmpeg("-i", Video, "-frames:v", "2", folder["f%d.png"]);
        var run = await RvosProcess.RunAsync("segment", folder.Path, "--mask", $"0:{folder["mask.json"]}", "-o", folder["out"], "--no-overlay", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(mask.Labels, LabelMaskReader.Read(folder["out", "masks", "f1.png"]).Labels);
    }

    [Fact]
    public async Task Segment_ZeroShot_FindsTheCarOfTheSampleAmongFourObjects()
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync("segment", Video, "--zero-shot", "-o", folder.Path, "--no-overlay");
        Assert.Equal(0, run.ExitCode);
        using var annotations = JsonDocument.Parse(File.ReadAllText(folder["annotations.json"]));
        Assert.Equal([1, 2, 3, 4], annotations.RootElement.GetProperty("objects").EnumerateArray().Select(o => o.GetProperty("id").GetInt32()));
        var (car, found) = (LabelMaskReader.Read(Mask), LabelMaskReader.Read(folder["masks", "00000.png"]));
        var best = Enumerable.Range(1, 4).Max(label => Overlap(car.Labels, found.Labels.Select(l => l == label ? l : (byte)0)));
        output.WriteLine($"overlap with the car {best:F3}");
        Assert.True(best > 0.4, $"{best:F3}");
    }

    [Fact]
    public async Task Segment_Interrupted_LeavesWhatIsDone()
    {
        using var folder = new TemporaryFolder();
        using var process = RvosProcess.Start("segment", Video, "--mask", $"0:{Mask}", "-o", folder.Path, "--no-overlay", "--dtype", "fp32");
        while (!process.HasExited && (!Directory.Exists(folder["masks"]) || Directory.GetFiles(folder["masks"]).Length < 3)) await Task.Delay(10);
        Process.Start("kill", ["-INT", process.Id.ToString()]).WaitForExit();
        var run = await RvosProcess.FinishAsync(process);
        var done = Directory.GetFiles(folder["masks"]).Length;
        Assert.SkipWhen(done == 100, "the machine was faster than the signal");
        Assert.Equal(1, run.ExitCode);
        using var annotations = JsonDocument.Parse(File.ReadAllText(folder["annotations.json"]));
        Assert.Equal(done, annotations.RootElement.GetProperty("frames").GetArrayLength());
    }

    private static double Overlap(string first, string second) => Overlap(LabelMaskReader.Read(first).Labels, LabelMaskReader.Read(second).Labels);

    private static double Overlap(IEnumerable<byte> first, IEnumerable<byte> second)
    {
        var pairs = first.Zip(second).ToArray();
        var both = pairs.Count(p => p is { First: > 0, Second: > 0 });
        var either = pairs.Count(p => p.First > 0 || p.Second > 0);
        return either == 0 ? 1 : (double)both / either;
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static string[] FileNames(string coco)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(coco));
        return [.. json.RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("file_name").GetString()!)];
    }
}
