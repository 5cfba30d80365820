using System.Net;
using System.Net.Http.Json;
using Rvos.Contracts.Http;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Jobs listed, cancelled, removed, tidied up after, and found again when all messages about them were lost.</summary>
public abstract class JobLifeContract : JobContract
{
    [Fact]
    public async Task List_PagesAndFilters_NewestFirstEachOnce()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumRunning", "1"));
        var video = await service.AddVideoAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, (await service.CreateAsync(JobBodies.OneShot(video.Id, JobBodies.Box, $$""","labels":{"camera":"c{{i % 2}}","a":"x:y"}"""))).Id);
        var theirs = await service.AddVideoAsync(tenant: "globex");
        await service.CreateAsync(JobBodies.OneShot(theirs.Id), "globex");
        Assert.Equal(ids, await ListAsync(service, "limit=2"));
        Assert.Equal(ids, await ListAsync(service, "limit=5"));
        Assert.Equal([ids[0], ids[2], ids[4]], await ListAsync(service, "limit=2&label=camera:c0"));
        Assert.Equal(ids, await ListAsync(service, "label=a:x:y"));
        Assert.Empty(await ListAsync(service, "label=camera:c2"));
        Assert.Equal([ids[4]], await ListAsync(service, "state=running"));
        Assert.Equal(ids[..4], await ListAsync(service, "state=queued&limit=3"));
        Assert.Equal([ids[1], ids[3]], await ListAsync(service, "state=queued&label=camera:c1&limit=1"));
    }

    [Fact]
    public async Task List_BadQuery_400()
    {
        (string Query, string Field)[] bad =
        [
            ("limit=0", "limit"), ("limit=201", "limit"), ("limit=two", "limit"), ("limit=1&limit=2", "limit"),
            ("cursor=", "cursor"), ("cursor=!!", "cursor"), ("cursor=MToA", "cursor"),
            ("state=storing", "state"), ("state=removing", "state"), ("state=", "state"), ("state=queued&state=running", "state"),
            ("label=a", "label"), ("label=:a", "label"), ("label=a:%00", "label"), ("label=a:b&label=c:d", "label"),
        ];
        await using var service = await ServeAsync();
        using var client = service.Client();
        foreach (var (query, field) in bad)
        {
            using var answer = await client.GetAsync("/v1/jobs?" + query);
            await answer.AssertProblemAsync(400, $"[{field}]");
        }
    }

    [Fact]
    public async Task Delete_RunningThenCancelled_NothingIsLeft()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        await service.UntilAsync(job.Id, row => row.FramesDecoded == 20);
        using var client = service.Client();
        using (var cancelled = await client.DeleteAsync($"/v1/jobs/{job.Id}")) Assert.Equal("cancelled", (await JobHarness.ReadAsync(cancelled, 202)).State);
        await UntilNoBlobsAsync(service);
        // What was on its way comes late.
        await service.Blobs.PutAsync(JobBlobs.Masks(job.Id, 0, 0), new byte[] { 1 });
        await service.PublishAsync(new MasksDecoded { JobId = job.Id, Segment = 1, Revision = 0, FramesSoFar = 20, IsLast = true });
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        Assert.Equal(("cancelled", 0L), ((await service.RowAsync(job.Id)).State, (await service.RowAsync(job.Id)).Cleanings));
        // By its tombstone whoever is late knows that it has ended.
        Assert.Equal([JobBlobs.Manifest(job.Id)], await service.BlobsAsync());
        Assert.Empty(await service.RemainsAsync());

        using (var removed = await client.DeleteAsync($"/v1/jobs/{job.Id}")) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using (var gone = await client.GetAsync($"/v1/jobs/{job.Id}")) await gone.AssertProblemAsync(404);
        using (var again = await client.DeleteAsync($"/v1/jobs/{job.Id}")) await again.AssertProblemAsync(404);
        Assert.Empty(await ListAsync(service, ""));
        await service.Blobs.PutAsync(JobBlobs.Metrics(job.Id, 0), new byte[] { 1 });
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Delete_Completed_ItsKeyIsFreeAndItsVideoToo()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CompletedAsync(video.Id, ("Idempotency-Key", "k"));
        using var client = service.Client();
        using (var removed = await client.DeleteAsync($"/v1/jobs/{job}")) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Empty(await service.RemainsAsync());
        var next = await service.CreateAsync(JobBodies.OneShot(video.Id), headers: ("Idempotency-Key", "k"));
        Assert.NotEqual(job, next.Id);
        using (var used = await client.DeleteAsync($"/v1/videos/{video.Id}")) await used.AssertProblemAsync(409);
        using (await client.DeleteAsync($"/v1/jobs/{next.Id}"))
        using (var free = await client.DeleteAsync($"/v1/videos/{video.Id}"))
            Assert.Equal(HttpStatusCode.NoContent, free.StatusCode);
    }

    [Fact]
    public async Task Delete_WhileObjectsAreAdded_OneOfThemWins()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        for (var i = 0; i < 5; i++)
        {
            var job = await service.CompletedAsync(video.Id);
            using var client = service.Client();
            var deletion = client.DeleteAsync($"/v1/jobs/{job}");
            var change = service.PostAsync($"/v1/jobs/{job}/objects", """{"objects":[{"id":2,"box":[60,60,90,90],"fill":true}]}""");
            await Task.WhenAll(deletion, change);
            var (deleted, changed) = ((int)(await deletion).StatusCode, (int)(await change).StatusCode);
            Assert.Contains((deleted, changed), new[] { (204, 404), (204, 409), (202, 202) });
            if (deleted != 204) continue;
            service.Time.Advance(TimeSpan.FromMinutes(2));
            await service.SweepAsync();
            Assert.Empty(await service.BlobsAsync($"jobs/{job}/"));
        }
    }

    [Fact]
    public async Task KeepFor_Over_JobsGoWithAllTheyHave()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:KeepFor", "10.00:00:00"));
        var video = await service.AddVideoAsync();
        await service.CompletedAsync(video.Id);
        service.Time.Advance(TimeSpan.FromDays(9));
        await service.SweepAsync();
        Assert.Equal(1, await service.CountAsync("jobs"));
        service.Time.Advance(TimeSpan.FromDays(2));
        await service.SweepAsync();
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Clean_Completed_ResultsStayAndRemainsGo()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CompletedAsync(video.Id);
        string[] kept = [JobBlobs.Manifest(job), JobBlobs.Masks(job, 0, 0), JobBlobs.Masks(job, 0, 1), JobBlobs.Truth(job, 3), .. (await service.RowAsync(job)).Manifest.Prompts.Select(p => p.Blob)];
        string[] remains = [JobBlobs.Frames(job, 0), JobBlobs.Features(job, 1), JobBlobs.Checkpoint(job, 0, 1), JobBlobs.Prompt(job, "orphan"), JobBlobs.Masks(job, 0, 9), JobBlobs.Overlay(job, 0).Replace("000000", "0", StringComparison.Ordinal)];
        foreach (var name in kept.Concat(remains).Where(name => name != JobBlobs.Manifest(job) && !name.Contains("00000000.png", StringComparison.Ordinal))) await service.Blobs.PutAsync(name, new byte[] { 1 });
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        Assert.Equal(kept.Order(StringComparer.Ordinal), (await service.BlobsAsync()).Where(name => !name.Contains("/overlay/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.True((await service.Get<ManifestStore>().FindAsync(job, CancellationToken.None))!.HasEnded);
    }

    [Fact]
    public async Task Clean_OfAJobThatGoesOnMeanwhile_TouchesNothingOfIt()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CompletedAsync(video.Id);
        var asItEnded = await service.RowAsync(job);
        using (var changed = await service.PostAsync($"/v1/jobs/{job}/objects", """{"objects":[{"id":2,"box":[60,60,90,90],"fill":true}]}""")) await JobHarness.ReadAsync(changed, 202);
        await service.UntilAsync(job, row => row.FramesDecoded == 20);
        await service.Blobs.PutAsync(JobBlobs.Masks(job, 1, 0), new byte[] { 1 });
        await service.Blobs.PutAsync(JobBlobs.Features(job, 0), new byte[] { 1 });
        var before = await service.BlobsAsync();
        await service.Get<JobCleaner>().CleanAsync(asItEnded, CancellationToken.None);
        Assert.Equal(before, await service.BlobsAsync());
        // Even where it looked at the row before the change and removes masks after it.
        await service.ExecuteAsync("update jobs set version = @Version, state = @State where id = @Id", new { asItEnded.Version, asItEnded.State, asItEnded.Id });
        await service.Get<JobCleaner>().CleanAsync(asItEnded, CancellationToken.None);
        Assert.Contains(JobBlobs.Masks(job, 1, 0), await service.BlobsAsync());
    }

    [Fact]
    public async Task Sweep_AllMessagesLost_TheJobGoesOn()
    {
        var place = await PlaceAsync();
        string id;
        await using (var first = await JobHarness.StartAsync(place, null, ("Rvos:Jobs:SegmentLength", "4")))
        {
            var video = await first.AddVideoAsync();
            id = (await first.CreateAsync(JobBodies.OneShot(video.Id))).Id;
            await first.UntilAsync(id, row => row.FramesDecoded == 16);
            // Nothing that was published or stored for the stages is left.
            await first.StopAsync();
            await first.Blobs.DeletePrefixAsync(JobBlobs.All(id) + "frames/");
            await first.Blobs.DeleteAsync(JobBlobs.Manifest(id));
            await first.ExecuteAsync("delete from outbox", new { });
        }

        await using var second = await JobHarness.StartAsync(place, null, ("Rvos:Jobs:SegmentLength", "4"), ("Rvos:Jobs:StallTime", "00:00:01"), ("Rvos:Jobs:SweepInterval", "00:00:00.2"));
        await WaitAsync(async () => (await second.BlobsAsync(JobBlobs.AllFrames(id))).Length == 4);
        // One after the other: a message that overtakes another one is dropped, and no decoder is there that is asked to send it again.
        for (var segment = 0; segment < 5; segment++)
        {
            await second.PublishAsync(new MasksDecoded { JobId = id, Segment = segment, Revision = 0, FramesSoFar = (segment + 1) * 4, IsLast = segment == 4 });
            await second.UntilAsync(id, row => row.SegmentsMasked == segment + 1);
        }

        await second.UntilAsync(id, row => row.State == "completed");
    }

    [Fact]
    public async Task Sweep_OneJobCannotBeLookedAfter_OthersAre()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var (bad, good) = (await service.CreateAsync(JobBodies.OneShot(video.Id)), await service.CreateAsync(JobBodies.OneShot(video.Id)));
        await service.ExecuteAsync("update jobs set manifest = 'x', state = 'failed', cleanings = 1, next_check_at = 0 where id = @Id", new { bad.Id });
        await service.ExecuteAsync("update jobs set next_check_at = 1 where id = @Id", new { good.Id });
        await service.SweepAsync();
        Assert.Equal(1, (await service.RowAsync(good.Id)).Stalls);
    }

    private static async Task<string[]> ListAsync(JobHarness service, string query)
    {
        using var client = service.Client();
        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var page = (await client.GetFromJsonAsync<JobListResponse>($"/v1/jobs?{query}{cursor}", ApiJson.Options))!;
            ids.AddRange(page.Items.Select(job => job.Id));
            cursor = page.Next is null ? "" : $"&cursor={page.Next}";
        }
        while (cursor.Length > 0);
        return [.. ids];
    }

    private static Task UntilNoBlobsAsync(JobHarness service) => WaitAsync(async () => (await service.RemainsAsync()).Length == 0);

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition()) await Task.Delay(20, limit.Token);
    }
}
