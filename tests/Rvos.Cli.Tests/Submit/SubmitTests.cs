using System.Text.Json;

namespace Rvos.Cli.Tests.Submit;

/// <summary>The real program against a server on loopback.</summary>
public class SubmitTests
{
    [Fact]
    public async Task Submit_FolderOfVideos_EachOneJobAndAllResults()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("cam1/a.mp4", 300_000);
        batch.Video("cam2/a.mp4", 200_000);
        batch.Video("cam2/b.mov", 100);
        File.WriteAllText(batch["videos", "notes.txt"], "no video");
        var run = await Batch.RunAsync(server, batch["videos"], "--box", "0:1,2,30,40", "--label", "site=north", "-o", batch["out"]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.Equal(["completed", "completed", "completed"], Files(run).Select(f => f.GetProperty("state").GetString()));
        Assert.Equal(["cam1/a", "cam2/a", "cam2/b"], Files(run).Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(3, server.State.Jobs.Count);
        foreach (var name in new[] { "cam1/a", "cam2/a", "cam2/b" })
        {
            Assert.Equal(["00000.png", "00001.png", "00002.png", "00003.png", "00004.png"], Directory.GetFiles(batch["out", name, "masks"]).Select(Path.GetFileName).Order());
            Assert.True(File.Exists(batch["out", name, "annotations.json"]));
        }

        Assert.Equal(File.ReadAllBytes(batch["videos", "cam1", "a.mp4"]), File.ReadAllBytes(batch["out", "cam1", "a", "overlay.mp4"]));
        var request = server.State.Jobs.Values.First().Request;
        Assert.Equal("one-shot", request.GetProperty("mode").GetString());
        Assert.Equal([1.0, 2, 30, 40], request.GetProperty("objects")[0].GetProperty("box").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal("north", request.GetProperty("labels").GetProperty("site").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(batch["out"], ".*"));
    }

    [Fact]
    public async Task Submit_AgainWithAndWithoutJournal_NeverMakesASecondJob()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 50_000);
        batch.Video("b.mp4", 60_000);
        var arguments = new[] { batch["videos"], "--zero-shot", "--max-objects", "3", "-o", batch["out"] };
        Assert.Equal(0, (await Batch.RunAsync(server, arguments)).ExitCode);
        var requests = server.State.Requests.Count;
        Assert.Equal(0, (await Batch.RunAsync(server, arguments)).ExitCode);
        Assert.Equal(requests, server.State.Requests.Count);
        File.Delete(batch["out", "rvos-submit.journal"]);
        Directory.Delete(batch["out", "a"], recursive: true);
        server.State.Keys.Clear();
        var run = await Batch.RunAsync(server, arguments);
        Assert.Equal(0, run.ExitCode);
        Assert.All(Files(run), f => Assert.True(f.GetProperty("earlier").GetBoolean()));
        Assert.True(Directory.Exists(batch["out", "a", "masks"]));
        Assert.Equal((2, 2), (server.State.Jobs.Count, server.State.Uploads.Count));
        // Other options are another job, of the video that is there.
        arguments[3] = "4";
        Assert.Equal(0, (await Batch.RunAsync(server, arguments)).ExitCode);
        Assert.Equal((4, 2), (server.State.Jobs.Count, server.State.Uploads.Count));
    }

    [Fact]
    public async Task Submit_EqualFiles_OneUploadAndOneJob()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 50_000);
        File.Copy(batch["videos", "a.mp4"], batch["videos", "copy.mp4"]);
        var run = await Batch.RunAsync(server, batch["videos"], "--zero-shot", "-o", batch["out"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal((1, 1), (server.State.Jobs.Count, server.State.Uploads.Count));
        Assert.True(File.Exists(batch["out", "a", "annotations.json"]) && File.Exists(batch["out", "copy", "annotations.json"]));
    }

    [Fact]
    public async Task Submit_OneOfThemFails_OthersAreDoneAndExitCode1()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        foreach (var name in new[] { "bad.mp4", "good.mp4", "text.mp4" }) batch.Video(name, 5000);
        File.WriteAllText(batch["videos", "empty.mp4"], "");
        server.Faults.Failing.Add("bad.mp4");
        server.Faults.NoVideos.Add("text.mp4");
        var run = await Batch.RunAsync(server, batch["videos"], "--zero-shot", "--wait", "--journal", batch["journal"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["failed", "error", "completed", "error"], Files(run).Select(f => f.GetProperty("state").GetString()));
        Assert.Equal("the decoder stumbled", Files(run)[0].GetProperty("error").GetString());
        Assert.Contains("the file is empty", Files(run)[1].GetProperty("error").GetString());
        Assert.Contains("no video", Files(run)[3].GetProperty("error").GetString());
        server.Faults.Failing.Clear();
        run = await Batch.RunAsync(server, batch["videos", "bad.mp4"], "--zero-shot", "--wait", "--journal", batch["journal"]);
        Assert.Equal("failed", Files(run)[0].GetProperty("state").GetString());
        run = await Batch.RunAsync(server, batch["videos", "bad.mp4"], "--zero-shot", "--wait", "--journal", batch["journal"], "--retry");
        Assert.Equal("completed", Files(run)[0].GetProperty("state").GetString());
        Assert.Equal(1, server.State.Uploads.Values.Count(u => u.Name == "bad.mp4"));
    }

    [Fact]
    public async Task Submit_WithoutJson_PlainLinesAndTable()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 5000);
        var run = await RvosProcess.RunAsync("submit", batch["videos", "a.mp4"], "--server", server.Url.ToString(), "--zero-shot", "--journal", batch["journal"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("│ a    │ submitted │ job_", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 files in", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("[1/1] a: submitted, job_", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error + run.Output);
    }

    private static JsonElement[] Files(RvosProcess run) => [.. JsonSerializer.Deserialize<JsonElement>(run.Output).GetProperty("files").EnumerateArray()];
}
