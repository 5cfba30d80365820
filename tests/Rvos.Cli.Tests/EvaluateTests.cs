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
        var run = await RvosProcess.RunAsync("segment", folder["0001"], "--box", "0:10,10,50,40", "--fill-box", "-o", folder["results", layout == "davis" ? "0001" : ""], "--format", layout, "--no-overlay");
        Assert.Equal(0, run.ExitCode);
        Assert.True(Path.Exists(folder["results", layout == "davis" ? "0001" : "", expected]));
        run = await RvosProcess.RunAsync("evaluate", "--format", format, "--ground-truth", Truth(folder, layout), "--results", folder["results"], "--json", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(value, JsonDocument.Parse(run.Output).RootElement.GetProperty("totals")[0].GetProperty(score).GetDouble());
    }

    [Fact]
    public async Task Evaluate_FrozenBaseline_ScoresTheFirstMaskInAllFrames()
    {
        using var folder = new TemporaryFolder();
        MovingSquares.Write(folder, "data");
        var run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["data"], "--baseline", "frozen", "--format", "davis-2017", "--json", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        // The square of 25 columns goes on by 3 columns a frame; the first and the last frame do not count.
        var expected = Enumerable.Range(1, MovingSquares.Frames - 2).Average(t => (25.0 - 3 * t) / (25 + 3 * t));
        Assert.Equal(expected, JsonDocument.Parse(run.Output).RootElement.GetProperty("totals")[0].GetProperty("J mean").GetDouble(), 9);
    }

    [Fact]
    public async Task Evaluate_FlowBaselineWithResults_KeepsItsMasks()
    {
        using var folder = new TemporaryFolder();
        MovingSquares.Write(folder, "data");
        var run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["data"], "--baseline", "flow", "--results", folder["flow"], "--format", "davis-2017", "--json", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(MovingSquares.Frames, Directory.GetFiles(folder["flow", "s0"]).Length);
        Assert.Equal(LabelMaskReader.Read(folder["data/Annotations/s1/00000.png"]).Labels, LabelMaskReader.Read(folder["flow", "s1", "00000.png"]).Labels);
        var score = JsonDocument.Parse(run.Output).RootElement.GetProperty("totals")[0].GetProperty("J mean").GetDouble();
        run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["data"], "--results", folder["flow"], "--format", "davis-2017", "--json", "-");
        Assert.Equal(score, JsonDocument.Parse(run.Output).RootElement.GetProperty("totals")[0].GetProperty("J mean").GetDouble());
    }

    [Theory]
    [InlineData("--results names the masks")]
    [InlineData("--baseline belongs to", "--baseline", "flow", "--format", "mots")]
    [InlineData("is there already", "--baseline", "flow", "--results", "FOLDER")]
    [InlineData("JPEGImages", "--baseline", "flow")]
    public async Task Evaluate_BaselineThatCannotBe_OneLineAndExitCode2(string expected, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Write(folder["truth"], "a", [1, 2], [1, 2], [1, 2], [1, 2]);
        var run = await RvosProcess.RunAsync(["evaluate", "--ground-truth", folder["truth"], .. arguments.Select(a => a == "FOLDER" ? folder["truth"] : a)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
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
