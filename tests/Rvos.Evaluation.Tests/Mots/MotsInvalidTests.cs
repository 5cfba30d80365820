using System.Text.Json;
using Rvos.Evaluation.Mots;
using Rvos.Testing;
using Rvos.Video.Layouts;

namespace Rvos.Evaluation.Tests.Mots;

/// <summary>What at least one of the published evaluators refuses is refused, with a message that says where; what both take gives their numbers.</summary>
public sealed class MotsInvalidTests : IDisposable
{
    private static readonly string Data = Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Evaluation.Tests", "Data", "mots", "invalid");

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("overlapping_masks", "sequence 0000, frame 0: the masks of ids 1001 and 1002 overlap")]
    [InlineData("duplicate_id", "sequence 0000, frame 0: id 1001 comes twice")]
    [InlineData("frame_beyond_end", "line 2: frame 7 is beyond the end of sequence 0000, which has 3 frames")]
    [InlineData("unknown_class", "line 2: sequence 0000, frame 1, id 3001: class 3 is unknown")]
    [InlineData("other_size", "line 2: sequence 0000, frame 1, id 1001: the size is 40x20, that of frame 0 40x24")]
    [InlineData("five_columns", "line 2: sequence 0000, frame 1: 5 columns")]
    [InlineData("missing_file", "sequence 0000 is missing, neither 0000.txt nor 0000/000000.png is there")]
    public void Evaluate_ResultsThatOneOfThemRefuses_SaysWhere(string name, string message)
    {
        Assert.True(IsRefusedByOne(name));
        Assert.Contains(message, Assert.Throws<EvaluationException>(() => Evaluate(name)).Message);
    }

    [Fact]
    public void Evaluate_TruthThatOverlapsIgnoredRegions_IsRefused()
    {
        Assert.True(IsRefusedByOne("overlap_with_ignore_in_gt"));
        var error = Assert.Throws<LayoutException>(() => Evaluate("overlap_with_ignore_in_gt"));
        Assert.Contains("sequence 0000, frame 0: the masks of ids 1001 and 10000 overlap", error.Message);
    }

    [Theory]
    [InlineData("same_instance_other_class_ok")]
    [InlineData("class_and_id_disagree")]
    [InlineData("id_not_class_times_1000")]
    public void Evaluate_IdsThatDoNotFitTheirClasses_AreTakenAsBothDo(string name)
    {
        var score = Evaluate(name).Of(MotsClass.Car).Combined;
        var (motsTools, trackEval) = (Outcome(name).GetProperty("mots_tools"), Outcome(name).GetProperty("trackeval"));
        new GoldenRow(motsTools, name).All(
            ("tp", score.MotsTools.TruePositives, 0), ("fp", score.MotsTools.FalsePositives, 0), ("fn", score.MotsTools.FalseNegatives, 0), ("sMOTSA", score.MotsTools.SoftMotsa, 1e-12));
        new GoldenRow(trackEval, name).All(
            ("CLR_TP", score.TrackEval.Clear.TruePositives, 0), ("CLR_FP", score.TrackEval.Clear.FalsePositives, 0), ("CLR_FN", score.TrackEval.Clear.FalseNegatives, 0),
            ("sMOTA", score.TrackEval.Clear.SoftMota, 1e-12));
    }

    [Fact]
    public void Outcomes_AllCases_AreInTheseTests() => Assert.Equal(11, JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "outcomes.json"))).RootElement.EnumerateObject().Count());

    [Fact]
    public void Evaluate_TruthAndResultsOfOtherSizes_NamesBoth()
    {
        Write("gt", "0 1001 1 2 3 6");
        Write("t", "0 2001 2 3 2 6");
        var error = Assert.Throws<EvaluationException>(() => MotsEvaluator.Evaluate(Path.Combine(root, "gt"), Path.Combine(root, "t")));
        Assert.Equal("0000, frame 0, id 2001: the result is 2x3, the truth 3x2", error.Message);
    }

    [Fact]
    public void Evaluate_NoSeqmap_TakesTheTruthToItsLastObject()
    {
        Write("gt", "0 1001 1 2 3 06", "4 1001 1 2 3 06");
        Write("t", "4 1001 1 2 3 06");
        var reports = new List<MotsProgress>();
        var score = MotsEvaluator.Evaluate(Path.Combine(root, "gt"), Path.Combine(root, "t"), progress: reports.Add).Of(MotsClass.Car).Combined.MotsTools;
        Assert.Equal((5, 0.5), (score.Frames, score.Motsa));
        Assert.Equal([new MotsProgress("0000", 1, 1)], reports);
        Write("t", "5 1001 1 2 3 06");
        var error = Assert.Throws<EvaluationException>(() => MotsEvaluator.Evaluate(Path.Combine(root, "gt"), Path.Combine(root, "t")));
        Assert.Contains("frame 5 is beyond the end of sequence 0000, which has 5 frames", error.Message);
    }

    [Fact]
    public void Evaluate_Cancelled_Stops()
    {
        Write("gt", "0 1001 1 2 3 06");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => MotsEvaluator.Evaluate(Path.Combine(root, "gt"), Path.Combine(root, "gt"), cancellation: source.Token));
    }

    private static MotsReport Evaluate(string name) =>
        MotsEvaluator.Evaluate(Path.Combine(Data, name, "gt"), Path.Combine(Data, name, "trackers", "t"), Path.Combine(Data, name, "edge.seqmap"));

    private static JsonElement Outcome(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "outcomes.json"))).RootElement.GetProperty(name);

    private static bool IsRefusedByOne(string name) => Outcome(name).EnumerateObject().Any(o => o.Name.EndsWith("_error", StringComparison.Ordinal));

    private void Write(string folder, params string[] lines) => File.WriteAllLines(Path.Combine(Directory.CreateDirectory(Path.Combine(root, folder)).FullName, "0000.txt"), lines);
}
