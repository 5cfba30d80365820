using Rvos.Evaluation.Davis;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests.Davis;

public sealed class DavisEvaluatorTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    private string Truth => Path.Combine(root, "truth");

    private string Results => Path.Combine(root, "results");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Evaluate_FirstAndLastFrameWrong_DoNotCount()
    {
        Write(Truth, "a", [1, 0], [1, 1], [0, 0], [1, 0]);
        Write(Results, "a", [0, 1], [1, 0], [0, 0], [0, 1]);
        var score = Assert.Single(DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2016).Sequences);
        Assert.Equal(["00001", "00002"], score.Frames);
        Assert.Equal([0.5, 1.0], Assert.Single(score.Objects).J);
        Assert.Equal(0.75, score.MeanJ);
    }

    [Fact]
    public void Evaluate_Davis2016_TakesAnyLabelForTheObject()
    {
        Write(Truth, "a", [255, 0], [255, 0], [255, 0]);
        Write(Results, "a", [0, 0], [7, 0], [0, 0]);
        Assert.Equal(1, DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2016).J.Mean);
    }

    [Fact]
    public void Evaluate_Davis2017_MeansOverObjectsNotSequences()
    {
        Write(Truth, "a", [1, 2], [1, 2], [1, 2]);
        Write(Results, "a", [1, 2], [1, 0], [1, 2]);
        Write(Truth, "b", [1, 255], [1, 1], [1, 1]);
        Write(Results, "b", [1, 1], [1, 1], [1, 1]);
        var score = DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2017SemiSupervised);
        Assert.Equal(2 / 3.0, score.J.Mean, 12);
        Assert.Equal([0.5, 1.0], score.Sequences.Select(s => s.MeanJ));
    }

    [Fact]
    public void Evaluate_FrameMissing_NamesSequenceAndFrame()
    {
        Write(Truth, "a", [1, 0], [1, 0], [1, 0]);
        Directory.CreateDirectory(Path.Combine(Results, "a"));
        var error = Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2016));
        Assert.Contains("a: there is no result for frame 00001", error.Message);
    }

    [Fact]
    public void Evaluate_LabelBeyondTheObjects_IsRefused()
    {
        Write(Truth, "a", [1, 0], [1, 0], [1, 0]);
        Write(Results, "a", [1, 0], [1, 2], [1, 0]);
        var error = Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2017SemiSupervised));
        Assert.Contains("frame 00001: the result has label 2", error.Message);
    }

    [Fact]
    public void Evaluate_SeveralThingsWrong_NamesThemAll()
    {
        Write(Truth, "a", [1, 0], [1, 0], [1, 0], [1, 0]);
        Write(Results, "a", [1, 0], [1, 2], [1, 3], [1, 0]);
        Write(Truth, "b", [1, 0], [1, 0], [1, 0], [1, 0]);
        Write(Results, "b", [1, 0]);
        Write(Truth, "c", [1, 0], [1, 0], [1, 0]);
        var error = Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2017SemiSupervised));
        Assert.Contains("a, frame 00001: the result has label 2, the sequence 1 objects", error.Message);
        Assert.Contains("a, frame 00002: the result has label 3, the sequence 1 objects", error.Message);
        Assert.Contains("b: there is no result for frame 00001, 00002 in", error.Message);
        Assert.Contains("c: there are no results", error.Message);
    }

    [Fact]
    public void Evaluate_Unsupervised_MatchesProposalsAndLeavesVoidOut()
    {
        Write(Truth, "a", [1, 1, 2, 255], [1, 1, 2, 255]);
        Write(Results, "a", [3, 3, 1, 3], [3, 3, 1, 1]);
        var score = Assert.Single(DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2017Unsupervised).Sequences);
        Assert.Equal([((byte)1, (byte)3, 1.0), ((byte)2, (byte)1, 1.0)], score.Objects.Select(o => (o.Label, o.Result, o.JStatistics.Mean)));
    }

    [Fact]
    public void Evaluate_ProposalsRenumbered_ScoresStayTheSame()
    {
        byte[][] frames = [[1, 1, 2, 0, 0, 3], [1, 2, 2, 0, 3, 3], [1, 1, 2, 2, 3, 3]];
        Write(Truth, "a", frames);
        Write(Results, "a", [1, 2, 2, 0, 0, 3], [1, 2, 2, 0, 0, 3], [1, 1, 2, 2, 2, 3]);
        Write(Path.Combine(root, "other"), "a", [7, 4, 4, 0, 0, 1], [7, 4, 4, 0, 0, 1], [7, 7, 4, 4, 4, 1]);
        var score = DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2017Unsupervised);
        var other = DavisEvaluator.Evaluate(Truth, Path.Combine(root, "other"), DavisProtocol.Davis2017Unsupervised);
        Assert.Equal([7, 4, 1], other.Sequences[0].Objects.Select(o => (int)o.Result));
        Assert.Equal(score.Sequences[0].Objects.Select(o => o.J), other.Sequences[0].Objects.Select(o => o.J));
        Assert.Equal((score.J, score.F), (other.J, other.F));
    }

    [Fact]
    public void Evaluate_MoreThanTwentyProposals_IsRefused()
    {
        Write(Truth, "a", [1, 0], [1, 0]);
        Write(Results, "a", [1, 0], [1, 21]);
        Assert.Contains("frame 00001: the result has label 21, at most 20", Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2017Unsupervised)).Message);
    }

    [Fact]
    public void Evaluate_RvosZeroShot_ScoresTheInstancesTheFirstFrameChooses()
    {
        Write(Truth, "a", [1, 1, 0, 2], [1, 1, 0, 2], [1, 1, 0, 2]);
        Write(Results, "a", [5, 5, 5, 9], [5, 5, 30, 9], [0, 0, 0, 0]);
        var score = Assert.Single(DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.RvosZeroShot).Sequences);
        Assert.Equal([((byte)1, (byte)5, 1.0), ((byte)2, (byte)9, 1.0)], score.Objects.Select(o => (o.Label, o.Result, o.JStatistics.Mean)));
    }

    [Fact]
    public void Evaluate_RvosZeroShotWithTruthOfDavis2016_TheObjectIs255()
    {
        Write(Truth, "a", [255, 255, 0, 0], [255, 255, 0, 0], [255, 0, 0, 0]);
        Write(Results, "a", [5, 5, 9, 9], [5, 9, 9, 9], [0, 0, 0, 0]);
        var score = Assert.Single(DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.RvosZeroShot).Sequences);
        Assert.Equal([((byte)1, (byte)5, 0.5)], score.Objects.Select(o => (o.Label, o.Result, o.JStatistics.Mean)));
    }

    [Fact]
    public void Evaluate_RvosZeroShotWithTooFewInstances_AnObjectWithoutOneScoresNothing()
    {
        Write(Truth, "a", [1, 1, 0, 2], [1, 1, 0, 2], [1, 1, 0, 2]);
        Write(Results, "a", [5, 5, 0, 0], [5, 5, 8, 8], [0, 0, 0, 0]);
        var score = Assert.Single(DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.RvosZeroShot).Sequences);
        Assert.Equal([((byte)5, 1.0), ((byte)0, 0.0)], score.Objects.Select(o => (o.Result, o.JStatistics.Mean)));
    }

    [Fact]
    public void Evaluate_OtherSize_NamesBoth()
    {
        Write(Truth, "a", [1, 0], [1, 0], [1, 0]);
        Write(Results, "a", [1, 0, 0], [1, 0, 0], [1, 0, 0]);
        Assert.Contains("3x1, the truth 2x1", Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2016)).Message);
    }

    [Fact]
    public void Evaluate_TwoFrames_IsRefused()
    {
        Write(Truth, "a", [1, 0], [1, 0]);
        Write(Results, "a", [1, 0], [1, 0]);
        Assert.Contains("none is left", Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2016)).Message);
    }

    [Fact]
    public void Evaluate_DamagedResult_NamesTheFile()
    {
        Write(Truth, "a", [1, 0], [1, 0], [1, 0]);
        Directory.CreateDirectory(Path.Combine(Results, "a"));
        File.WriteAllText(Path.Combine(Results, "a", "00001.png"), "broken");
        Assert.Contains("00001.png", Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results, DavisProtocol.Davis2016)).Message);
    }

    private static void Write(string folder, string sequence, params byte[][] frames)
    {
        using var writer = IndexedPngWriter.Davis(folder, sequence);
        for (var i = 0; i < frames.Length; i++) writer.Write(new ResultFrame(i, new LabelMask(frames[i].Length, 1, frames[i])));
    }
}
