using System.Text.Json;
using Rvos.Evaluation.Mots;
using Rvos.Testing;

namespace Rvos.Evaluation.Tests.Mots;

/// <summary>Against the numbers of mots_tools and TrackEval themselves.</summary>
public sealed class MotsReferenceTests
{
    private static readonly string Edge = Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Evaluation.Tests", "Data", "mots", "edge");

    [Fact]
    public void Evaluate_EdgeCases_GivesThePublishedNumbers() => Assert.Equal(84, CompareAll(Edge, "edge"));

    [Fact]
    public void Evaluate_RealMasks_GivesThePublishedNumbers() => Assert.Equal(56, CompareAll(Shared("real"), "real"));

    [Fact]
    public void Evaluate_PerturbedTruth_GivesThePublishedNumbers() => Assert.Equal(144, CompareAll(Shared("perturb"), "perturb"));

    [Theory]
    [InlineData("gt_png", "trackers_png")]
    [InlineData("gt_png", "trackers")]
    [InlineData("gt", "trackers_png")]
    public void Evaluate_Pictures_GivesTheNumbersOfTheText(string truth, string trackers)
    {
        var suite = Shared("perturb");
        var report = MotsEvaluator.Evaluate(Path.Combine(suite, truth), Path.Combine(suite, trackers, "osvos"));
        Assert.Equal(12, MotsGolden.Compare(Expected(suite).GetProperty("trackers").GetProperty("osvos"), report));
    }

    private static int CompareAll(string suite, string name)
    {
        var rows = 0;
        foreach (var tracker in Expected(suite).GetProperty("trackers").EnumerateObject())
        {
            var report = MotsEvaluator.Evaluate(Path.Combine(suite, "gt"), Path.Combine(suite, "trackers", tracker.Name), Path.Combine(suite, $"{name}.seqmap"));
            rows += MotsGolden.Compare(tracker.Value, report);
        }

        return rows;
    }

    private static JsonElement Expected(string suite) => JsonDocument.Parse(File.ReadAllText(Path.Combine(suite, "expected.json"))).RootElement;

    private static string Shared(string suite)
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        return SharedData.PathOf("metrics-golden", "mots", suite);
    }
}
