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
        var score = Assert.Single(DavisEvaluator.Evaluate(Truth, Results).Sequences);
        Assert.Equal(["00001", "00002"], score.Frames);
        Assert.Equal([0.5, 1.0], Assert.Single(score.Objects).J);
        Assert.Equal(0.75, score.MeanJ);
    }

    [Fact]
    public void Evaluate_Davis2016_TakesAnyLabelForTheObject()
    {
        Write(Truth, "a", [255, 0], [255, 0], [255, 0]);
        Write(Results, "a", [0, 0], [7, 0], [0, 0]);
        Assert.Equal(1, DavisEvaluator.Evaluate(Truth, Results).J.Mean);
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
        Directory.CreateDirectory(Results);
        var error = Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results));
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
    public void Evaluate_OtherSize_NamesBoth()
    {
        Write(Truth, "a", [1, 0], [1, 0], [1, 0]);
        Write(Results, "a", [1, 0, 0], [1, 0, 0], [1, 0, 0]);
        Assert.Contains("3x1, the truth 2x1", Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results)).Message);
    }

    [Fact]
    public void Evaluate_TwoFrames_IsRefused()
    {
        Write(Truth, "a", [1, 0], [1, 0]);
        Assert.Contains("none is left", Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results)).Message);
    }

    [Fact]
    public void Evaluate_DamagedResult_NamesTheFile()
    {
        Write(Truth, "a", [1, 0], [1, 0], [1, 0]);
        Directory.CreateDirectory(Path.Combine(Results, "a"));
        File.WriteAllText(Path.Combine(Results, "a", "00001.png"), "broken");
        Assert.Contains("00001.png", Assert.Throws<EvaluationException>(() => DavisEvaluator.Evaluate(Truth, Results)).Message);
    }

    private static void Write(string folder, string sequence, params byte[][] frames)
    {
        using var writer = IndexedPngWriter.Davis(folder, sequence);
        for (var i = 0; i < frames.Length; i++) writer.Write(new ResultFrame(i, new LabelMask(frames[i].Length, 1, frames[i])));
    }
}
