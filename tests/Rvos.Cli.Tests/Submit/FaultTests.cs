using Rvos.Cli.Submit;
using Rvos.Cli.Submit.Client;
using Rvos.Cli.Submit.Journal;

namespace Rvos.Cli.Tests.Submit;

/// <summary>Everything on the way to a server may fail, and one job comes of it.</summary>
public class FaultTests
{
    [Fact]
    public async Task Run_ConnectionsBreakAmidAnUpload_GoesOnFromTheServersOffset()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1_000_000);
        (server.Faults.CutAfter, server.Faults.Cuts) = (150_001, 4);
        Assert.Equal("completed", Assert.Single(await Batch.RunAsync(batch.Request(server))).State);
        Assert.Single(server.State.Requests, r => r == "POST /v1/uploads");
        Assert.Equal(5, server.State.Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal)));
        Assert.Equal(File.ReadAllBytes(batch["videos", "a.mp4"]), server.State.Videos.Values.Single().Bytes);
    }

    [Theory]
    [InlineData("POST", "/v1/uploads", 503, "0", false)]
    [InlineData("POST", "/v1/uploads", 429, "1", false)]
    [InlineData("POST", "/v1/uploads", 0, null, true)]
    [InlineData("HEAD", "/v1/uploads", 500, null, false)]
    [InlineData("PATCH", "/v1/uploads", 503, null, false)]
    [InlineData("PATCH", "/v1/uploads", 409, null, false)]
    [InlineData("PATCH", "/v1/uploads", 423, null, false)]
    [InlineData("PATCH", "/v1/uploads", 0, null, true)]
    [InlineData("GET", "/v1/videos", 502, null, false)]
    [InlineData("GET", "/v1/jobs", 504, null, false)]
    [InlineData("GET", "/v1/jobs", 0, null, false)]
    [InlineData("POST", "/v1/jobs", 503, null, false)]
    [InlineData("POST", "/v1/jobs", 429, "0", false)]
    [InlineData("POST", "/v1/jobs", 0, null, true)]
    public async Task Run_RequestFailsTwice_OneJobCompleted(string method, string path, int status, string? retryAfter, bool afterAnswering)
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 200_000);
        server.Faults.Next(method, path, status, retryAfter, times: 2, afterAnswering);
        var outcome = Assert.Single(await Batch.RunAsync(batch.Request(server)));
        Assert.Equal((null, "completed"), (outcome.Reason, outcome.State));
        Assert.Single(server.State.Jobs);
        Assert.Single(server.State.Videos);
        Assert.True(File.Exists(batch["out", "a", "annotations.json"]));
    }

    [Theory]
    [InlineData("annotations.json")]
    [InlineData("masks.zip")]
    [InlineData("overlay.mp4")]
    public async Task Run_ResultsCannotBeHadAtFirst_AreFetchedAgain(string name)
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1000);
        server.Faults.Next("GET", $"/v1/jobs/job_000003/{name}", 0);
        server.Faults.Next("GET", $"/v1/jobs/job_000003/{name}", 503);
        Assert.Equal("completed", Assert.Single(await Batch.RunAsync(batch.Request(server))).State);
        Assert.Equal(name == "overlay.mp4" ? 4 : 3, server.State.Requests.Count(r => r.EndsWith(name, StringComparison.Ordinal)));
        Assert.Equal(5, Directory.GetFiles(batch["out", "a", "masks"]).Length);
    }

    [Fact]
    public async Task Run_ServerRestartsAndLosesUploads_BeginsAnew()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1_000_000);
        server.Faults.UploadPace = TimeSpan.FromMilliseconds(30);
        var running = Batch.RunAsync(batch.Request(server));
        while (!server.State.Uploads.Values.Any(u => u.Bytes.Length > 200_000)) await Task.Delay(5);
        await server.StopAsync();
        server.State.Uploads.Clear();
        await Task.Delay(100);
        await server.RunAsync();
        Assert.Equal("completed", Assert.Single(await running).State);
        Assert.Equal(2, server.State.Requests.Count(r => r == "POST /v1/uploads"));
        Assert.Single(server.State.Jobs);
    }

    [Fact]
    public async Task Run_JournalNamesWhatTheServerHasLost_BeginsAnew()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 10_000);
        var request = batch.Request(server);
        await Batch.RunAsync(request with { Waits = false, Output = null });
        server.State.Uploads.Clear();
        server.State.Videos.Clear();
        server.State.Jobs.Clear();
        server.State.Keys.Clear();
        Assert.Equal("completed", Assert.Single(await Batch.RunAsync(request)).State);
        Assert.Single(server.State.Jobs);
        Assert.Single(server.State.Videos);
    }

    [Fact]
    public async Task Run_JobWasDeletedBeforeItsResultsWereFetched_SaysSoAndTheNextRunMakesANewOne()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 10_000);
        var request = batch.Request(server);
        await Batch.RunAsync(request with { Output = null });
        server.State.Jobs.Clear();
        server.State.Keys.Clear();
        Assert.Contains("deleted its job", Assert.Single(await Batch.RunAsync(request)).Reason);
        Assert.Equal("completed", Assert.Single(await Batch.RunAsync(request)).State);
        Assert.Single(server.State.Uploads);
    }

    [Fact]
    public async Task CancelAsync_JobThatHasEnded_IsNotDeleted()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1000);
        var id = Assert.Single(await Batch.RunAsync(batch.Request(server))).Job!;
        using var api = new ApiClient(server.Url, null, new RetryOptions(), TimeProvider.System);
        Assert.Equal("completed", await new JobsClient(api).CancelAsync(id, _ => { }, CancellationToken.None));
        Assert.Single(server.State.Jobs);
    }

    [Fact]
    public async Task Run_TwoMachinesWithTheSameVideoAtOnce_OneJob()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 500_000);
        server.Faults.UploadPace = TimeSpan.FromMilliseconds(5);
        server.Faults.Hidden = TimeSpan.FromMilliseconds(500);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Batch.RunAsync(batch.Request(server) with { Journal = batch[$"journal{i}"], Output = batch[$"out{i}"] })));
        Assert.All(outcomes, o => Assert.Equal("completed", o.Single().State));
        Assert.Equal(3, server.State.Videos.Count);
        Assert.Single(server.State.Jobs);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("silent")]
    [InlineData("absent")]
    public async Task WaitAsync_EventsDoNotComeThrough_AsksInstead(string events)
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1000);
        server.Faults.Events = events;
        server.Faults.JobPace = TimeSpan.FromMilliseconds(150);
        var id = Assert.Single(await Batch.RunAsync(batch.Request(server) with { Waits = false, Output = null })).Job!;
        using var api = new ApiClient(server.Url, null, new RetryOptions(), TimeProvider.System);
        var watcher = new JobWatcher(api, new JobsClient(api)) { Silence = TimeSpan.FromMilliseconds(100), Interval = TimeSpan.FromMilliseconds(20) };
        Assert.Equal("completed", (await watcher.WaitAsync(id, _ => { }, _ => { }, CancellationToken.None)).State);
    }

    [Fact]
    public async Task WaitAsync_GoodEvents_TellEachStepWithoutAsking()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1000);
        server.Faults.JobPace = TimeSpan.FromMilliseconds(100);
        var id = Assert.Single(await Batch.RunAsync(batch.Request(server) with { Waits = false, Output = null })).Job!;
        using var api = new ApiClient(server.Url, null, new RetryOptions(), TimeProvider.System);
        var seen = new List<int>();
        await new JobWatcher(api, new JobsClient(api)).WaitAsync(id, job => seen.Add(job.Progress.FramesSegmented), _ => { }, CancellationToken.None);
        Assert.Equal(seen.Order(), seen);
        Assert.True(seen.Distinct().Count() >= 3, string.Join(' ', seen));
        Assert.Single(server.State.Requests, r => r == $"GET /v1/jobs/{id}");
    }

    [Fact]
    public async Task Run_ServerStaysAway_GivesUpAndGoesOnLater()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1000);
        await server.StopAsync();
        var request = batch.Request(server);
        var impatient = request with { Retry = request.Retry with { Patience = TimeSpan.FromSeconds(0.3) } };
        var said = new StringWriter();
        var outcome = Assert.Single(await Batch.RunAsync(impatient, said));
        Assert.Equal(FileOutcome.Error, outcome.State);
        Assert.Contains("given up after", outcome.Reason);
        Assert.Contains("trying again in", said.ToString());
        await server.RunAsync();
        Assert.Equal("completed", Assert.Single(await Batch.RunAsync(request)).State);
    }

    [Fact]
    public async Task Run_ArchiveThatLeadsOutOfItsFolder_NothingIsKept()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1000);
        server.Faults.EvilEntry = "../../../evil.png";
        var outcome = Assert.Single(await Batch.RunAsync(batch.Request(server)));
        Assert.Equal(FileOutcome.Error, outcome.State);
        Assert.Contains("evil.png", outcome.Reason);
        Assert.Empty(Directory.EnumerateFileSystemEntries(batch["out"]));
        Assert.Empty(Directory.GetFiles(batch[""], "evil.png", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Run_FolderOfOtherThingsInThePlaceOfResults_IsLeftAlone()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        batch.Video("a.mp4", 1000);
        Directory.CreateDirectory(batch["out", "a"]);
        File.WriteAllText(batch["out", "a", "diary.txt"], "dear diary");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Batch.RunAsync(batch.Request(server)));
        Assert.Contains("holds other things", error.Message);
        Assert.Empty(server.State.Requests);
        Assert.True(File.Exists(batch["out", "a", "diary.txt"]));
    }

    [Fact]
    public async Task Run_FileGrowsAfterItWasRead_IsNoJobOfHalfAVideo()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = new Batch();
        var path = batch.Video("a.mp4", 1000);
        var info = new FileInfo(path);
        using (var journal = SubmitJournal.Open(batch["journal"], server.Url, TimeProvider.System))
            journal.Append(new JournalEntry { Event = "file", Path = path, Length = 1000, Modified = info.LastWriteTimeUtc.Ticks, Content = new string('0', 64) }, isAnywhere: true);
        var outcome = Assert.Single(await Batch.RunAsync(batch.Request(server)));
        Assert.Contains("other bytes", outcome.Reason);
        Assert.Empty(server.State.Jobs);
    }
}
