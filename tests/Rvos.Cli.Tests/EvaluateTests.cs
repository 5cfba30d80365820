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
    [InlineData("2017/val.txt", "bike\r\ncat\n", "davis-2017")]
    [InlineData("2017/val.txt", "cat\nbike", "davis")]
    [InlineData("480p/val.txt", "/JPEGImages/480p/bike/00000.jpg /Annotations/480p/bike/00000.png \n/JPEGImages/480p/cat/00000.jpg /Annotations/480p/cat/00000.png\n", "davis-2016")]
    public async Task Evaluate_DavisWithImageSets_ReadsTheSequencesOfVal(string list, string text, string format)
    {
        using var folder = new TemporaryFolder();
        foreach (var sequence in new[] { "ant", "bike", "cat" }) Write(folder["DAVIS", "Annotations", "480p"], sequence, [1, 2], [1, 2], [1, 2]);
        foreach (var sequence in new[] { "bike", "cat" }) Write(folder["results"], sequence, [1, 2], [1, 2], [1, 2]);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder["DAVIS", "ImageSets", Path.GetDirectoryName(list)!]).FullName, "val.txt"), text);
        Directory.CreateDirectory(folder["DAVIS", "ImageSets", ".ipynb_checkpoints"]);
        var run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["DAVIS"], "--results", folder["results"], "--format", format, "--json", "-");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"2 sequences of {folder["DAVIS", "ImageSets", list]}", run.Error, StringComparison.Ordinal);
        Assert.Equal(["bike", "cat"], Sequences(run));
    }

    [Theory]
    [InlineData("ant,cat")]
    [InlineData("LIST", "ant\n\n# not this one: bike\ncat\n")]
    [InlineData("LIST", "{\"videos\":{\"ant\":{},\"cat\":{}}}")]
    public async Task Evaluate_Sequences_AreThoseThatAreNamed(string named, string? list = null)
    {
        using var folder = new TemporaryFolder();
        foreach (var sequence in new[] { "ant", "bike", "cat" }) Write(folder["DAVIS", "Annotations", "480p"], sequence, [1, 2], [1, 2], [1, 2]);
        foreach (var sequence in new[] { "ant", "cat" }) Write(folder["results"], sequence, [1, 2], [1, 2], [1, 2]);
        if (list is not null) File.WriteAllText(folder["list"], list);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder["DAVIS", "ImageSets", "2017"]).FullName, "val.txt"), "bike\n");
        var run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["DAVIS"], "--results", folder["results"], "--sequences", list is null ? named : folder["list"], "--json", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["ant", "cat"], Sequences(run));
    }

    [Fact]
    public async Task Evaluate_SequenceThatIsNotThere_IsNamed()
    {
        using var folder = new TemporaryFolder();
        Write(folder["truth"], "ant", [1, 2], [1, 2], [1, 2]);
        var run = await RvosProcess.RunAsync("evaluate", "--ground-truth", folder["truth"], "--results", folder["truth"], "--sequences", "ant,dog");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("dog", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_YouTubeVosSubset_OtherVideosNeedNoMasks()
    {
        using var folder = new TemporaryFolder();
        Write(folder["truth", "Annotations"], "0a", [1, 0], [1, 0], [1, 0]);
        Write(folder["results", "Annotations"], "0a", [1, 0], [1, 0], [1, 0]);
        const string Video = """{"objects":{"1":{"category":"cat","frames":["00000","00001","00002"]}}}""";
        File.WriteAllText(folder["truth", "meta.json"], """{"videos":{"0a":$,"0b":$}}""".Replace("$", Video, StringComparison.Ordinal));
        File.WriteAllText(folder["truth", "val-meta.json"], """{"videos":{"0a":$}}""".Replace("$", Video, StringComparison.Ordinal));
        foreach (var named in new[] { "0a", folder["truth", "val-meta.json"] })
        {
            var run = await RvosProcess.RunAsync("evaluate", "--format", "youtube-vos", "--ground-truth", folder["truth"], "--results", folder["results"], "--sequences", named, "--json", "-");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        }
    }

    [Fact]
    public async Task Evaluate_MotsSeqmapBesideTheTruth_IsRead()
    {
        using var folder = new TemporaryFolder();
        foreach (var place in new[] { "truth/instances", "results" })
        {
            Directory.CreateDirectory(folder[place]);
            foreach (var name in place == "results" ? new[] { "0002" } : ["0001", "0002"]) File.WriteAllText(folder[place, name + ".txt"], "0 1001 1 2 2 04\n");
        }

        File.WriteAllText(folder["truth", "val.seqmap"], "0002 empty 000000 000003\n");
        var run = await RvosProcess.RunAsync("evaluate", "--format", "mots", "--ground-truth", folder["truth", "instances"], "--results", folder["results"], "--json", "-");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("val.seqmap", run.Error, StringComparison.Ordinal);
        run = await RvosProcess.RunAsync("evaluate", "--format", "mots", "--ground-truth", folder["truth", "instances"], "--results", folder["results"], "--sequences", "2", "--json", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
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

    private static IEnumerable<string> Sequences(RvosProcess run) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("sequence").GetString()!).Distinct();

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
