using System.Text.Json;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Cli.Tests;

public class EvaluateTests
{
    [Fact]
    public async Task Evaluate_TwoSequences_ShowsTableAndWritesJsonAndCsv()
    {
        using var folder = new TemporaryFolder();
        Write(folder["truth"], "a", [1, 2], [1, 2], [1, 2], [1, 2]);
        Write(folder["results"], "a", [1, 2], [1, 0], [1, 2], [1, 2]);
        var run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["truth"], "--results", folder["results"], "--json", folder["a.json"], "--csv", folder["a.csv"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("J&F", run.Output);
        Assert.Contains("davis-2017: 2 frames", run.Output);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        Assert.Equal("davis-2017", json.RootElement.GetProperty("format").GetString());
        Assert.Equal(0.75, json.RootElement.GetProperty("totals")[0].GetProperty("J mean").GetDouble());
        Assert.Equal([0.0, 1], json.RootElement.GetProperty("rows")[1].GetProperty("frames").GetProperty("J").EnumerateArray().Select(v => v.GetDouble()));
        var lines = File.ReadAllLines(folder["a.csv"]);
        Assert.Equal(["sequence,object,J&F,J mean,J recall,J decay,F mean,F recall,F decay", "a,1,1,1,1,0,1,1,0"], lines[..2]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task Evaluate_BadResults_OneLineThatNamesThemAndExitCode2()
    {
        using var folder = new TemporaryFolder();
        Write(folder["truth"], "a", [1, 2], [1, 2], [1, 2], [1, 2]);
        Write(folder["results"], "a", [1, 2], [1, 3]);
        var run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["truth"], "--results", folder["results"], "--json", folder["a.json"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a: there is no result for frame 00002", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.False(File.Exists(folder["a.json"]));
    }

    [Theory]
    [InlineData("davis", "--unseen", "cat")]
    [InlineData("davis", "--seqmap", "file")]
    [InlineData("coco", "--csv", "-")]
    public async Task Evaluate_OptionOfAnotherFormat_ExitCode2(string format, string option, string value)
    {
        using var folder = new TemporaryFolder();
        var run = await RvosProcess.RunAsync("evaluate", "--format", format, "--ground-truth", folder.Path, "--results", folder.Path, option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("davis", "masks", "davis-2017", "J mean", 1)]
    [InlineData("youtube-vos", "Annotations/0001", "davis-unsupervised", "J mean", 1)]
    [InlineData("mots", "0001.txt", "mots", "sMOTSA", 1)]
    public async Task Segment_EachLayout_IsReadByItsEvaluator(string layout, string expected, string format, string score, double value)
    {
        using var folder = new TemporaryFolder();
        Clip(folder["0001"]);
        var run = await RvosProcess.RunAsync("segment", folder["0001"], "--box", "0:10,10,50,40", "-o", folder["results", layout == "davis" ? "0001" : ""], "--format", layout, "--no-overlay");
        Assert.Equal(0, run.ExitCode);
        Assert.True(Path.Exists(folder["results", layout == "davis" ? "0001" : "", expected]));
        run = await RvosProcess.RunAsync("evaluate", "--format", format, "--ground-truth", Truth(folder, layout), "--results", folder["results"], "--json", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(value, JsonDocument.Parse(run.Output).RootElement.GetProperty("totals")[0].GetProperty(score).GetDouble());
    }

    // The results themselves, where a data set of that kind keeps its truth.
    private static string Truth(TemporaryFolder folder, string layout)
    {
        if (layout != "davis") return folder["results"];
        Directory.CreateDirectory(folder["truth"]);
        Directory.CreateSymbolicLink(folder["truth", "0001"], folder["results", "0001", "masks"]);
        return folder["truth"];
    }

    private static void Clip(string folder)
    {
        using var writer = IndexedPngWriter.Davis(Path.GetDirectoryName(folder)!, Path.GetFileName(folder));
        var labels = new byte[96 * 64];
        for (var y = 10; y < 40; y++) labels.AsSpan(y * 96 + 10, 40).Fill(1);
        for (var t = 0; t < 4; t++) writer.Write(new ResultFrame(t, new LabelMask(96, 64, labels)));
    }

    private static void Write(string folder, string sequence, params byte[][] frames)
    {
        using var writer = IndexedPngWriter.Davis(folder, sequence);
        for (var i = 0; i < frames.Length; i++) writer.Write(new ResultFrame(i, new LabelMask(frames[i].Length, 1, frames[i])));
    }
}
