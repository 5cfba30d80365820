using System.Text.Json;
using Rvos.Evaluation.YouTubeVos;
using Rvos.Testing;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests.YouTubeVos;

public sealed class YouTubeVosEvaluatorTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    private string Truth => Path.Combine(root, "truth");

    private string Results => Path.Combine(root, "results");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Evaluate_StaleLabels_GivesTheReferenceNumbers(bool withoutFirst, bool withoutLast)
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        var expected = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("metrics-golden", "ytvos", "ytvos_style.json"))).RootElement;
        Lay(expected.GetProperty("meta"));
        var protocol = new YouTubeVosProtocol
        {
            WithoutFirst = withoutFirst,
            WithoutLast = withoutLast,
            Unseen = expected.GetProperty("unseen_categories").EnumerateArray().Select(c => c.GetString()!).ToHashSet(),
        };
        var score = YouTubeVosEvaluator.Evaluate(Truth, Results, protocol);
        foreach (var item in score.Objects)
        {
            var values = expected.GetProperty("per_object").GetProperty(item.Sequence).GetProperty($"{item.Label}");
            Assert.Equal(values.GetProperty("J").EnumerateArray().Select(v => v.GetDouble()), item.J);
            Assert.Equal(values.GetProperty("F").EnumerateArray().Select(v => v.GetDouble()), item.F);
        }

        var scores = expected.GetProperty("scores").GetProperty($"skip_first={withoutFirst},skip_last={withoutLast}".ToLowerInvariant());
        double Number(string name) => scores.GetProperty(name).GetDouble();
        Assert.Equal(Number("J_seen"), score.SeenJ, 1e-12);
        Assert.Equal(Number("F_seen"), score.SeenF, 1e-12);
        Assert.Equal(Number("J_unseen"), score.UnseenJ, 1e-12);
        Assert.Equal(Number("F_unseen"), score.UnseenF, 1e-12);
        Assert.Equal(Number("G"), score.G, 1e-12);
    }

    [Fact]
    public void Evaluate_LateObject_CountsFromItsFirstFrameOn()
    {
        WriteMeta("""{"videos":{"a":{"objects":{"1":{"category":"cat","frames":["00000","00005","00010","00015"]},"2":{"category":"dog","frames":["00005","00010","00015"]}}}}}""");
        Write(Path.Combine(Truth, "Annotations"), [1, 0], [1, 2], [1, 2], [1, 2]);
        Write(Results, [0, 2], [1, 0], [1, 2], [0, 0]);
        var score = YouTubeVosEvaluator.Evaluate(Truth, Results, new YouTubeVosProtocol { Unseen = new HashSet<string> { "dog" } });
        Assert.Equal([0.0, 1, 1, 0], score.Objects[0].J);
        Assert.Equal([0.0, 1, 0], score.Objects[1].J);
        Assert.Equal((1, 1), (score.SeenJ, score.UnseenJ));
    }

    [Fact]
    public void Evaluate_CategoriesNotToldApart_HasNoFourScores()
    {
        WriteMeta("""{"videos":{"a":{"objects":{"1":{"category":"cat","frames":["00000","00005","00010"]}}}}}""");
        Write(Path.Combine(Truth, "Annotations"), [1, 0], [1, 0], [1, 0]);
        Write(Results, [1, 0], [1, 0], [1, 0]);
        var score = YouTubeVosEvaluator.Evaluate(Truth, Results);
        Assert.Equal((1, 1), (score.J, score.F));
        Assert.True(double.IsNaN(score.G) && double.IsNaN(score.SeenJ));
    }

    [Fact]
    public void Evaluate_StrayLabel_IsNamed()
    {
        WriteMeta("""{"videos":{"a":{"objects":{"1":{"category":"cat","frames":["00000","00005"]}}}}}""");
        Write(Path.Combine(Truth, "Annotations"), [1, 0], [1, 0]);
        Write(Results, [1, 0], [1, 4]);
        Assert.Contains("a, frame 00005: the result has label 4", Assert.Throws<EvaluationException>(() => YouTubeVosEvaluator.Evaluate(Truth, Results)).Message);
    }

    [Fact]
    public void Evaluate_TrueMaskMissing_IsNamed()
    {
        WriteMeta("""{"videos":{"a":{"objects":{"1":{"category":"cat","frames":["00000","00005","00010"]}}}}}""");
        Write(Path.Combine(Truth, "Annotations"), [1, 0], [1, 0]);
        Write(Results, [1, 0], [1, 0]);
        Assert.Contains("no true mask for frame 00010", Assert.Throws<EvaluationException>(() => YouTubeVosEvaluator.Evaluate(Truth, Results)).Message);
    }

    private static void Write(string folder, params byte[][] frames)
    {
        using var writer = IndexedPngWriter.Davis(folder, "a");
        for (var i = 0; i < frames.Length; i++) writer.Write(new ResultFrame(i, new LabelMask(2, 1, frames[i]), $"{i * 5:D5}"));
    }

    private void WriteMeta(string meta)
    {
        Directory.CreateDirectory(Truth);
        File.WriteAllText(Path.Combine(Truth, "meta.json"), meta);
    }

    // The truth is every fifth mask of OSVOS, the result the one of three frames earlier.
    private void Lay(JsonElement meta)
    {
        WriteMeta(meta.GetRawText());
        foreach (var video in meta.GetProperty("videos").EnumerateObject())
        {
            var files = Directory.GetFiles(SharedData.PathOf("metrics-golden", "masks", "osvos", video.Name)).Order(StringComparer.Ordinal).ToArray();
            var truth = Directory.CreateDirectory(Path.Combine(Truth, "Annotations", video.Name)).FullName;
            var results = Directory.CreateDirectory(Path.Combine(Results, video.Name)).FullName;
            for (var t = 0; t < files.Length; t += 5)
            {
                File.Copy(files[t], Path.Combine(truth, Path.GetFileName(files[t])));
                File.Copy(files[Math.Max(0, t - 3)], Path.Combine(results, Path.GetFileName(files[t])));
            }
        }
    }
}
