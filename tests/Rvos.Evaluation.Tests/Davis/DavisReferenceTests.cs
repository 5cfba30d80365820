using System.Text.Json;
using Rvos.Evaluation.Davis;
using Rvos.Testing;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests.Davis;

/// <summary>Against the published evaluators' own numbers: J bit for bit, statistics to 1e-12.</summary>
public sealed class DavisReferenceTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Evaluate_OsvosOnDavis2016_GivesThePublishedNumbers()
    {
        var expected = Open("osvos_vs_davis2016_binary.json").GetProperty("sequences");
        var compared = 0;
        foreach (var truth in DavisLayout.Read(SharedData.PathOf("data", "davis2016_val10_480p")))
        {
            if (!expected.TryGetProperty(truth.Name, out var sequence)) continue;
            var score = Assert.Single(DavisEvaluator.EvaluateSequence(truth, SharedData.PathOf("metrics-golden", "masks", "osvos", truth.Name), DavisProtocol.Davis2016).Objects);
            Assert.Equal(Values(sequence.GetProperty("J")).Skip(1).SkipLast(1), score.J);
            Assert.Equal(Values(sequence.GetProperty("F")).Skip(1).SkipLast(1), score.F);
            Golden.Near(sequence.GetProperty("semi_supervised").GetProperty("J"), score.JStatistics, truth.Name);
            Golden.Near(sequence.GetProperty("semi_supervised").GetProperty("F"), score.FStatistics, truth.Name);
            compared++;
        }

        Assert.Equal(10, compared);
    }

    [Fact]
    public void Evaluate_StaleLabelsOfSeveralObjects_GivesThePublishedNumbers()
    {
        var expected = Open("semi_supervised_multi_stale.json");
        var truths = DavisLayout.Read(SharedData.PathOf("metrics-golden", "masks", "osvos"));
        var scores = new List<DavisSequenceScore>();
        foreach (var sequence in expected.GetProperty("sequences").EnumerateObject())
        {
            var truth = truths.Single(s => s.Name == sequence.Name);
            var results = Directory.CreateDirectory(Path.Combine(root, truth.Name)).FullName;
            for (var t = 0; t < truth.Frames.Count; t++) File.Copy(truth.Frames[Math.Max(0, t - 3)].Path, Path.Combine(results, truth.Frames[t].Name + ".png"));
            scores.Add(DavisEvaluator.EvaluateSequence(truth, results, DavisProtocol.Davis2017SemiSupervised));
            Compare(sequence.Name, ByObject(sequence.Value.GetProperty("objects")), scores[^1]);
        }

        Assert.Equal(11, scores.Count);
        CompareGlobal(expected.GetProperty("global"), new DavisScore(DavisProtocol.Davis2017SemiSupervised, scores));
    }

    [Theory]
    [InlineData("unsupervised_rvos_vs_osvos.json", "osvos", 9)]
    [InlineData("unsupervised_void_rvos_vs_osvos.json", "osvos_void", 2)]
    public void Evaluate_ProposalsOfRvos_GivesThePublishedNumbers(string file, string truthFolder, int count)
    {
        var expected = Open(file);
        var truths = DavisLayout.Read(SharedData.PathOf("metrics-golden", "masks", truthFolder));
        var scores = new List<DavisSequenceScore>();
        foreach (var sequence in expected.GetProperty("sequences").EnumerateObject())
        {
            var truth = truths.Single(s => s.Name == sequence.Name);
            scores.Add(DavisEvaluator.EvaluateSequence(truth, SharedData.PathOf("metrics-golden", "masks", "rvos", truth.Name), DavisProtocol.Davis2017Unsupervised));
            Compare(sequence.Name, ByObject(sequence.Value.GetProperty("match")), scores[^1]);
            foreach (var match in sequence.Value.GetProperty("match").EnumerateArray())
                Assert.Equal(match.GetProperty("proposal_label").GetInt32(), scores[^1].Objects[match.GetProperty("object_label").GetInt32() - 1].Result);
        }

        Assert.Equal(count, scores.Count);
        if (expected.TryGetProperty("global", out var global)) CompareGlobal(global, new DavisScore(DavisProtocol.Davis2017Unsupervised, scores));
    }

    [Theory]
    [InlineData(DavisProtocol.Davis2017SemiSupervised, "semi_supervised")]
    [InlineData(DavisProtocol.Davis2017Unsupervised, "unsupervised")]
    public void Evaluate_EdgeSequences_GivesThePublishedNumbersOrIsRefused(DavisProtocol protocol, string name)
    {
        var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Drawn, "cases.json"))).RootElement.GetProperty("sequences").EnumerateObject().ToArray();
        Assert.Equal(39, cases.Length);
        foreach (var item in cases)
        {
            Unstack(item, "gt");
            Unstack(item, "pred");
            var truth = DavisLayout.Read(Path.Combine(root, "gt", item.Name)).Single();
            var results = Path.Combine(root, "pred", item.Name, item.Name);
            DavisSequenceScore Evaluate() => DavisEvaluator.EvaluateSequence(truth, results, protocol, new EvaluationOptions { WrapBins = true });
            var expected = item.Value.GetProperty(name);
            if (expected.GetProperty("status").GetString() == "ok") Compare(item.Name, ByObject(expected.GetProperty("objects")), Evaluate());
            else Assert.Throws<EvaluationException>(Evaluate);
        }
    }

    private static string Drawn => Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Evaluation.Tests", "Data", "sequences");

    private static JsonElement Open(params string[] path)
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        return JsonDocument.Parse(File.ReadAllText(SharedData.PathOf(["metrics-golden", "davis", .. path]))).RootElement;
    }

    private static double[] Values(JsonElement list) => list.EnumerateArray().Select(Golden.Number).ToArray();

    // The published evaluator lists matched objects by proposal.
    private static JsonElement[] ByObject(JsonElement objects) => objects.EnumerateArray()
        .OrderBy(o => o.TryGetProperty("object_label", out var label) ? label.GetInt32() : 0).ToArray();

    private static void CompareGlobal(JsonElement expected, DavisScore score)
    {
        Golden.Near(expected.GetProperty("J"), score.J, "global J");
        Golden.Near(expected.GetProperty("F"), score.F, "global F");
        if (expected.TryGetProperty("J&F-Mean", out var both)) Assert.Equal(both.GetDouble(), score.JAndF, 1e-12);
    }

    private static void Compare(string name, JsonElement[] objects, DavisSequenceScore score)
    {
        Assert.Equal((name, objects.Length), (name, score.Objects.Count));
        foreach (var (expected, actual) in objects.Zip(score.Objects))
        {
            Assert.Equal(Values(expected.GetProperty("J")), actual.J);
            Assert.Equal(Values(expected.GetProperty("F")), actual.F);
            Golden.Near(expected.GetProperty("J_stats"), actual.JStatistics, $"{name}, object {actual.Label}");
            Golden.Near(expected.GetProperty("F_stats"), actual.FStatistics, $"{name}, object {actual.Label}");
        }
    }

    // The frames of a case lie one below the other in one picture.
    private void Unstack(JsonProperty item, string kind)
    {
        var stack = LabelMaskReader.Read(Path.Combine(Drawn, $"{item.Name}.{kind}.png"), MaskValues.Raw);
        var names = item.Value.GetProperty(kind + "_frames").EnumerateArray().Select(n => n.GetString()!).ToArray();
        var heights = item.Value.GetProperty(kind + "_heights");
        using var writer = IndexedPngWriter.Davis(Path.Combine(root, kind, item.Name), item.Name);
        for (var (i, y) = (0, 0); i < names.Length; i++)
        {
            var height = heights.ValueKind == JsonValueKind.Array ? heights[i].GetInt32() : heights.GetInt32();
            writer.Write(new ResultFrame(i, new LabelMask(stack.Width, height, stack.Labels[(y * stack.Width)..((y + height) * stack.Width)]), names[i]));
            y += height;
        }
    }
}
