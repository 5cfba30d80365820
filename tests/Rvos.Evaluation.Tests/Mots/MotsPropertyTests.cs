using FsCheck;
using FsCheck.Fluent;
using Rvos.Evaluation.Mots;
using Rvos.Evaluation.Mots.TrackEval;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Evaluation.Tests.Mots;

/// <summary>Laws that hold for any tracks: videos of 4 to 6 frames of 7x5 pixels with up to three cars, two pedestrians and an ignored region.</summary>
public sealed class MotsPropertyTests : IDisposable
{
    private const int Width = 7, Height = 5;

    private static readonly Config Config = Config.QuickThrowOnFailure.WithReplay(20_201_114, 7).WithMaxTest(60);
    private static readonly byte[] Labels = [1, 2, 3, 4, 5, 6];

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    private static Gen<byte[][]> Videos => from frames in Gen.Choose(4, 6)
                                           from pixels in Gen.Frequency((2, Gen.Constant((byte)0)), (5, Gen.Elements(Labels))).ArrayOf(Width * Height).ArrayOf(frames)
                                           select pixels;

    // Results that resemble the truth: so that there is something to match.
    private static Gen<(byte[][] Truth, byte[][] Result)> Pairs => from truth in Videos
                                                                   from noise in Videos
                                                                   from keep in Gen.Choose(0, 9).ArrayOf(truth.Length * Width * Height)
                                                                   select (truth, truth.Select((frame, t) => frame.Select((label, i) =>
                                                                       keep[t * frame.Length + i] < 8 ? label : noise[t % noise.Length][i]).ToArray()).ToArray());

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Evaluate_TruthAsResult_IsPerfect() => Prop.ForAll(Videos.ToArbitrary(), video =>
    {
        Write("truth", video, label => label);
        var report = MotsEvaluator.Evaluate(root + "/truth", root + "/truth");
        return report.Classes.All(c => c.Combined is var row && (row.MotsTools.Truths == 0 ||
            ((row.MotsTools.Motsa, row.MotsTools.SoftMotsa, row.MotsTools.Motsp) == (1, 1, 1) && row.TrackEval.Clear.Mota == 1
                && Math.Abs(row.TrackEval.Hota.Hota - 1) < 1e-12 && row.TrackEval.Identity.F1 == 1)));
    }).Check(Config);

    [Fact]
    public void Evaluate_TracksRenumbered_IsTheSame() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        Write("truth", pair.Truth, label => label);
        Write("result", pair.Result, label => label);
        var expected = MotsEvaluator.Evaluate(root + "/truth", root + "/result");
        Write("truth", pair.Truth, label => 900 - 7 * label);
        Write("result", pair.Result, label => (label * 5) % 7 + 40);
        var found = MotsEvaluator.Evaluate(root + "/truth", root + "/result");
        return expected.Classes.Zip(found.Classes).All(c => Same(c.First.Combined, c.Second.Combined));
    }).Check(Config);

    [Fact]
    public void Evaluate_AnyResults_StaysWithinItsBounds() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        Write("truth", pair.Truth, label => label);
        Write("result", pair.Result, label => label);
        return MotsEvaluator.Evaluate(root + "/truth", root + "/result").Classes.All(c => IsWithinBounds(c.Combined.MotsTools, c.Combined.TrackEval));
    }).Check(Config);

    private static bool IsWithinBounds(MotsScore score, TrackingScore tracking) =>
        score.TruePositives + score.FalseNegatives == score.Truths
        && score.TruePositives + score.FalsePositives + score.Ignored == score.Results
        && score.SoftMotsa <= score.Motsa && score.Motsa <= score.Modsa && score.Modsa <= 1 && score.Modsp is >= 0.5 and <= 1
        && tracking.Hota.Thresholds.All(t => new[] { t.Hota, t.DetA, t.AssA, t.AssRe, t.AssPr, t.LocA }.All(v => v is >= 0 and <= 1 + 1e-12))
        && tracking.Hota.Thresholds.Zip(tracking.Hota.Thresholds.Skip(1)).All(t => t.First.TruePositives >= t.Second.TruePositives)
        && tracking.Identity.F1 is >= 0 and <= 1;

    private static bool Same(MotsSequenceScore a, MotsSequenceScore b) =>
        Near(a.MotsTools.SoftTruePositives, b.MotsTools.SoftTruePositives)
        && (a.MotsTools with { SoftTruePositives = 0, FrameOverlaps = 0 }) == (b.MotsTools with { SoftTruePositives = 0, FrameOverlaps = 0 })
        && (a.TrackEval.Clear with { OverlapSum = 0 }) == (b.TrackEval.Clear with { OverlapSum = 0 })
        && (a.TrackEval.Identity, a.TrackEval.Counts) == (b.TrackEval.Identity, b.TrackEval.Counts)
        && a.TrackEval.Hota.Thresholds.Zip(b.TrackEval.Hota.Thresholds).All(t => Near(t.First.Hota, t.Second.Hota) && t.First.TruePositives == t.Second.TruePositives);

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;

    private static int ClassOf(byte label) => label switch { <= 3 => 1, <= 5 => 2, _ => 10 };

    // Lines stay in the order of the labels, whatever their ids.
    private void Write(string folder, byte[][] video, Func<int, int> idOf)
    {
        using var file = File.CreateText(Path.Combine(Directory.CreateDirectory(Path.Combine(root, folder)).FullName, "0000.txt"));
        for (var t = 0; t < video.Length; t++)
        {
            var codes = RleMask.Encode(new LabelMask(Width, Height, video[t]), Labels);
            for (var i = 0; i < Labels.Length; i++)
            {
                // An empty mask matches nothing, not even itself.
                if (codes[i].Area == 0) continue;
                file.WriteLine($"{t} {ClassOf(Labels[i]) * 1000 + idOf(Labels[i])} {ClassOf(Labels[i])} {Height} {Width} {codes[i].ToCompressedString()}");
            }
        }
    }
}
