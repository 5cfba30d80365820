namespace Rvos.Cli.Tests.Submit;

public class SubmitBadInputTests
{
    public static TheoryData<string, string[]> Cases => new()
    {
        { "no such file", ["absent.mp4", "--zero-shot"] },
        { "at least one object", ["VIDEO"] },
        { "leave out --mask", ["VIDEO", "--zero-shot", "--box", "0:1,2,3,4"] },
        { "is not a box", ["VIDEO", "--box", "0:1,2,3"] },
        { "FRAME:VALUE expected", ["VIDEO", "--mask", "x.png"] },
        { "NAME=VALUE expected", ["VIDEO", "--zero-shot", "--label", "x"] },
        { "without a path", ["VIDEO", "--zero-shot", "--server", "localhost:80/x"] },
        { "1 to 64", ["VIDEO", "--zero-shot", "--parallel", "0"] },
        { "no such folder", ["VIDEO", "--masks-dir", "absent"] },
        { "there is no list", ["@absent", "--zero-shot"] },
        { "is for --zero-shot", ["VIDEO", "--box", "0:1,2,3,4", "--max-objects", "3"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Submit_BadInput_OneLineAndExitCode2(string expected, string[] arguments)
    {
        using var batch = new Batch();
        var video = batch.Video("a.mp4", 10);
        var run = await RvosProcess.RunAsync(["submit", .. arguments.Select(a => a == "VIDEO" ? video : a), "--journal", batch["journal"]]);
        Assert.Contains(expected, Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.False(File.Exists(batch["journal"]));
    }

    [Fact]
    public async Task Submit_WrongKey_ExitCode2AndTheKeyIsNotTold()
    {
        await using var server = await FakeServer.StartAsync("right");
        using var batch = new Batch();
        for (var i = 0; i < 5; i++) batch.Video($"{i}.mp4", 100);
        var run = await Batch.RunAsync(server, batch["videos"], "--zero-shot", "--journal", batch["journal"], "--key", "wrong-secret", "--parallel", "1");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("401 API key refused", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", run.Error + run.Output + File.ReadAllText(batch["journal"]), StringComparison.Ordinal);
        Assert.Single(server.State.Requests);
        run = await Batch.RunAsync(server, batch["videos"], "--zero-shot", "--journal", batch["journal"], "--key", "right");
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Jobs_ListShowCancel_WorkAgainstAServer()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 100);
        server.Faults.JobPace = TimeSpan.FromSeconds(60);
        Assert.Equal(0, (await Batch.RunAsync(server, batch["videos"], "--zero-shot", "--journal", batch["journal"], "--label", "site=north")).ExitCode);
        var id = server.State.Jobs.Keys.Single();
        var list = await RvosProcess.RunAsync("jobs", "list", "--label", "site=north", "--server", server.Url.ToString());
        Assert.Contains(id, list.Output, StringComparison.Ordinal);
        Assert.Contains("site=north", list.Output, StringComparison.Ordinal);
        Assert.Contains($"{id}: cancelled", (await RvosProcess.RunAsync("jobs", "cancel", id, "--server", server.Url.ToString())).Output, StringComparison.Ordinal);
        Assert.StartsWith($"{id}: cancelled, zero-shot", (await RvosProcess.RunAsync("jobs", "show", id, "--server", server.Url.ToString())).Output, StringComparison.Ordinal);
        var unknown = await RvosProcess.RunAsync("jobs", "show", "job_absent", "--server", server.Url.ToString());
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("404", unknown.Error, StringComparison.Ordinal);
    }
}
