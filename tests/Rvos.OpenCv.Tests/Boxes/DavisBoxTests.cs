using Rvos.OpenCv.Boxes;
using Rvos.Testing;
using Rvos.Video.Decoding;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Tests.Boxes;

/// <summary>Masks found in the boxes of real objects: the figures of docs/quality.md.</summary>
public sealed class DavisBoxTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("davis2016_val10_480p", 10, 0.65)]
    [InlineData("davis2016_train27_256p", 24, 0.65)]
    public void Find_BoxesOfTheFirstFrames_BetterThanTheBoxes(string data, int better, double mean)
    {
        Assert.SkipUnless(SharedData.IsThere && Directory.Exists(SharedData.PathOf("data", data)), $"no shared/data/{data} beside the repository");
        var scores = DavisLayout.Read(SharedData.PathOf("data", data)).Select(sequence => (sequence.Name, Score: Score(sequence))).ToArray();
        foreach (var (name, (box, found)) in scores) output.WriteLine($"| {name} | {box:F3} | {found:F3} |");
        output.WriteLine($"| mean | {scores.Average(s => s.Score.Box):F3} | {scores.Average(s => s.Score.Found):F3} |");
        Assert.InRange(scores.Count(s => s.Score.Found > s.Score.Box), better, scores.Length);
        Assert.InRange(scores.Average(s => s.Score.Found), mean, 1);
    }

    private static (double Box, double Found) Score(TruthSequence sequence)
    {
        var truth = sequence.Frames[0].Read(MaskValues.Binary);
        var box = Bounds(truth);
        var folder = Path.GetDirectoryName(sequence.Frames[0].Path)!.Replace("Annotations", "JPEGImages", StringComparison.Ordinal);
        var frame = ImageLoader.LoadRgb(Path.Combine(folder, sequence.Frames[0].Name + ".jpg"));
        var found = new GrabCutBoxes().Find(frame, null, [new ObjectBox(1, box)]);
        return (Scenes.Overlap(truth, box.ToMask(truth.Width, truth.Height, 1)), Scenes.Overlap(truth, found.Mask));
    }

    private static BoxPrompt Bounds(LabelMask mask)
    {
        var pixels = Enumerable.Range(0, mask.Labels.Length).Where(i => mask.Labels[i] != 0).Select(i => (X: i % mask.Width, Y: i / mask.Width)).ToArray();
        return new BoxPrompt(pixels.Min(p => p.X), pixels.Min(p => p.Y), pixels.Max(p => p.X) + 1, pixels.Max(p => p.Y) + 1);
    }
}
