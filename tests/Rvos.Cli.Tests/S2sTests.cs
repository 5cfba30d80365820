using System.Text.Json;
using Rvos.Testing.Stages;
using Rvos.Video.Masks;

namespace Rvos.Cli.Tests;

public class S2sTests
{
    private static readonly string Model = StageModels.Catalogue.Find(StageModels.S2s);

    [Fact]
    public async Task Segment_S2sModelFile_MasksEqualThePipelineByteForByte()
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync(
            "segment", RvosProcess.Sample("dashcam.mp4"), "--mask", $"0:{RvosProcess.Sample("dashcam.png")}", "--box", "10:300,150,360,200", "--fill-box", "--model", Model, "-o", folder.Path, "--no-overlay", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(StageModels.S2s, json.RootElement.GetProperty("model").GetString());
        var box = LabelMaskReader.Read(folder["masks", "00010.png"]).Labels.Select(l => l == 2 ? l : (byte)0).ToArray();
        var expected = StageReference.Segment(
            StageModels.S2s, await SampleClip.FramesAsync(40), [(0, SampleClip.Mask), (10, new LabelMask(SampleClip.Mask.Width, SampleClip.Mask.Height, box))], maxObjects: 0);
        var actual = Enumerable.Range(0, 40).Select(i => Convert.ToHexString(File.ReadAllBytes(folder["masks", $"{i:D5}.png"]))).ToArray();
        Assert.True(actual.Distinct().Count() > 20, "the masks do not move");
        Assert.Equal(expected.Select(e => e.Png), actual);
    }

    [Fact]
    public async Task Evaluate_MasksOfAnS2sModel_AreScored()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "truth", "results" })
        {
            var run = await RvosProcess.RunAsync(
                "segment", RvosProcess.Sample("dashcam.mp4"), "--mask", $"0:{RvosProcess.Sample("dashcam.png")}", "--model", Model, "-o", folder[name, "clip"], "--no-overlay", "--json", "--dtype", name == "truth" ? "fp32" : "auto");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        }

        Directory.CreateDirectory(folder["annotations"]);
        Directory.CreateSymbolicLink(folder["annotations", "clip"], folder["truth", "clip", "masks"]);
        var evaluated = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["annotations"], "--results", folder["results"], "--format", "davis-2017", "--json", folder["a.json"]);
        Assert.Equal((0, ""), (evaluated.ExitCode, evaluated.Error));
        using var json = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        Assert.InRange(json.RootElement.GetProperty("totals")[0].GetProperty("J mean").GetDouble(), 0.8, 1);
    }
}
