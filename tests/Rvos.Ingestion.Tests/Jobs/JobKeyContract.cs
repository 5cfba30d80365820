using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Tests.Support;
using Rvos.Testing.Stages;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Idempotency keys and quotas.</summary>
public abstract class JobKeyContract : JobContract
{
    private static readonly (string, string) Key = ("Idempotency-Key", "the key");

    [Fact]
    public async Task Key_SameBodyAgain_SameJobSaidToBeReplayed()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var body = JobBodies.OneShot(video.Id);
        using var first = await service.PostAsync("/v1/jobs", body, headers: Key);
        using var second = await service.PostAsync("/v1/jobs", body, headers: Key);
        Assert.Null(first.Header("Idempotency-Replayed"));
        Assert.Equal("true", second.Header("Idempotency-Replayed"));
        Assert.Equal((await JobHarness.ReadAsync(first, 201)).Id, (await JobHarness.ReadAsync(second, 201)).Id);
        Assert.Equal(1, await service.CountAsync("jobs"));
    }

    [Fact]
    public async Task Key_OtherBody_422AndOneJob()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        await service.CreateAsync(JobBodies.OneShot(video.Id), headers: Key);
        using var other = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id) + " ", headers: Key);
        await other.AssertProblemAsync(422, "[Idempotency-Key]");
        Assert.Equal(1, await service.CountAsync("jobs"));
        // Another tenant's key is another key.
        var theirs = await service.AddVideoAsync(tenant: "globex");
        await service.CreateAsync(JobBodies.OneShot(theirs.Id), "globex", Key);
    }

    [Fact]
    public async Task Key_ManyAtOnce_OneJob()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id), headers: Key)));
        var ids = new List<string>();
        foreach (var answer in answers) ids.Add((await JobHarness.ReadAsync(answer, 201)).Id);
        Assert.Single(ids.Distinct());
        Assert.Equal(1, await service.CountAsync("jobs"));
        Assert.Single(answers, answer => answer.Header("Idempotency-Replayed") is null);
    }

    [Fact]
    public async Task Key_ManyVideosAtOnce_OneJobAndTheOthersAreTold()
    {
        await using var service = await ServeAsync();
        var videos = new List<string>();
        for (var i = 0; i < 4; i++) videos.Add((await service.AddVideoAsync()).Id);
        var answers = await Task.WhenAll(videos.Select(video => service.PostAsync("/v1/jobs", JobBodies.OneShot(video), headers: Key)));
        Assert.Equal([201, 422, 422, 422], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Equal(1, await service.CountAsync("jobs"));
    }

    [Fact]
    public async Task Key_KilledBeforeAcceptance_TheRetryGetsTheSameJob()
    {
        var store = new TaskCompletionSource<HookedBlobStore>();
        await using var service = await ServeAsync(builder => Hook(builder, store));
        var video = await service.AddVideoAsync();
        var body = JobBodies.OneShot(video.Id, JobBodies.Box + """,{"id":1,"frame":7,"box":[0,0,9,9],"fill":true}""");
        var hooks = await store.Task;
        // As if the process ended between its two masks.
        var puts = 0;
        hooks.BeforePut = name => name.Contains("/prompts/", StringComparison.Ordinal) && ++puts == 2 ? throw new IOException("killed") : Task.CompletedTask;
        using (var failed = await service.PostAsync("/v1/jobs", body, headers: Key)) Assert.Equal(500, (int)failed.StatusCode);
        hooks.BeforePut = _ => Task.CompletedTask;
        using (var client = service.Client()) Assert.Contains("\"items\":[]", await client.GetStringAsync("/v1/jobs"), StringComparison.Ordinal);
        var reserved = Assert.Single((await service.BlobsAsync()).Select(name => name.Split('/')[1]).Distinct());
        using var again = await service.PostAsync("/v1/jobs", body, headers: Key);
        Assert.Equal(reserved, (await JobHarness.ReadAsync(again, 201)).Id);
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Equal(1, await service.CountAsync("jobs"));
        Assert.Equal(2, (await service.BlobsAsync(JobBlobs.AllPrompts(reserved))).Length);

        // Without a key nobody comes back: it takes no place, and goes.
        puts = 0;
        hooks.BeforePut = name => name.Contains("/prompts/", StringComparison.Ordinal) && ++puts == 2 ? throw new IOException("full") : Task.CompletedTask;
        using (var lost = await service.PostAsync("/v1/jobs", body)) Assert.Equal(500, (int)lost.StatusCode);
        hooks.BeforePut = _ => Task.CompletedTask;
        Assert.Equal(2, (await service.BlobsAsync()).Count(name => name.Contains("/prompts/", StringComparison.Ordinal)));
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        Assert.Equal(1, await service.CountAsync("jobs"));
    }

    [Fact]
    public async Task Storing_NobodyCameBack_RemovedAfterAWhile()
    {
        var store = new TaskCompletionSource<HookedBlobStore>();
        await using var service = await ServeAsync(builder => Hook(builder, store));
        var video = await service.AddVideoAsync();
        var hooks = await store.Task;
        // As if the process ended between its two masks.
        var puts = 0;
        hooks.BeforePut = name => name.Contains("/prompts/", StringComparison.Ordinal) && ++puts == 2 ? throw new IOException("killed") : Task.CompletedTask;
        var body = JobBodies.OneShot(video.Id, JobBodies.Box + """,{"id":1,"frame":7,"box":[0,0,9,9],"fill":true}""");
        using (var failed = await service.PostAsync("/v1/jobs", body, headers: Key)) Assert.Equal(500, (int)failed.StatusCode);
        hooks.BeforePut = _ => Task.CompletedTask;
        await service.SweepAsync();
        Assert.Equal(1, await service.CountAsync("jobs"));
        Assert.NotEmpty(await service.BlobsAsync());
        service.Time.Advance(TimeSpan.FromMinutes(11));
        await service.SweepAsync();
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        foreach (var table in new[] { "jobs", "job_events", "job_requests" }) Assert.Equal((table, 0), (table, await service.CountAsync(table)));
        Assert.Empty(await service.BlobsAsync());
    }

    [Fact]
    public async Task Key_Old_Forgotten()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        await service.CreateAsync(JobBodies.OneShot(video.Id), headers: Key);
        service.Time.Advance(TimeSpan.FromDays(8));
        await service.SweepAsync();
        Assert.Equal(0, await service.CountAsync("job_requests"));
    }

    [Fact]
    public async Task Quota_OfTheKey_429WithRetryAfterUntilOneEnds()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        (string, string)[] Headers(string key) => [("X-Rvos-Key", key), ("X-Rvos-Job-Quota", "2")];
        var first = await service.CreateAsync(JobBodies.OneShot(video.Id), headers: Headers("key_a"));
        await service.CreateAsync(JobBodies.OneShot(video.Id), headers: Headers("key_a"));
        using (var refused = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id), headers: Headers("key_a")))
        {
            await refused.AssertProblemAsync(429, "[jobs]");
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await service.CreateAsync(JobBodies.OneShot(video.Id), headers: Headers("key_b"));
        using (var client = service.Client())
        using (await client.DeleteAsync($"/v1/jobs/{first.Id}"))
            await service.CreateAsync(JobBodies.OneShot(video.Id), headers: Headers("key_a"));
        Assert.Equal(4, await service.CountAsync("jobs"));
    }

    [Fact]
    public async Task Quota_ManyVideosAtOnce_NeverExceeded()
    {
        await using var service = await ServeAsync();
        var videos = new List<string>();
        for (var i = 0; i < 6; i++) videos.Add((await service.AddVideoAsync()).Id);
        var answers = await Task.WhenAll(videos.Select(video => service.PostAsync("/v1/jobs", JobBodies.OneShot(video), JobHarness.Tenant, ("X-Rvos-Key", "key_a"), ("X-Rvos-Job-Quota", "2"))));
        Assert.Equal([201, 201, 429, 429, 429, 429], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Equal(2, await service.CountAsync("jobs"));
    }

    [Fact]
    public async Task Quota_CompletedJobSetGoingAgain_Counts()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        (string, string)[] headers = [("X-Rvos-Key", "key_a"), ("X-Rvos-Job-Quota", "1")];
        var done = await service.CreateAsync(JobBodies.OneShot(video.Id), headers: headers);
        await service.ExecuteAsync("update jobs set state = 'completed', segments_due = 2, segments_masked = 2, frames = 20 where id = @Id", new { done.Id });
        await service.CreateAsync(JobBodies.OneShot(video.Id), headers: headers);
        using var changed = await service.PostAsync($"/v1/jobs/{done.Id}/objects", """{"objects":[{"id":2,"box":[60,60,90,90],"fill":true}]}""", JobHarness.Tenant, headers);
        await changed.AssertProblemAsync(429, "[jobs]");
        Assert.Equal("completed", (await service.RowAsync(done.Id)).State);
    }

    [Fact]
    public async Task Quota_OfTheTenantOrNoNumber_Refused()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumUnfinished", "1"));
        var video = await service.AddVideoAsync();
        using (var wrong = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id), headers: ("X-Rvos-Job-Quota", "many"))) await wrong.AssertProblemAsync(400, "X-Rvos-Job-Quota");
        await service.CreateAsync(JobBodies.OneShot(video.Id));
        using var refused = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id));
        await refused.AssertProblemAsync(429, "tenant");
    }

    private static void Hook(WebApplicationBuilder builder, TaskCompletionSource<HookedBlobStore> store)
    {
        var inner = builder.Services.Last(service => service.ServiceType == typeof(IBlobStore));
        builder.Services.AddSingleton<IBlobStore>(services =>
        {
            var hooked = new HookedBlobStore((IBlobStore)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(services) ?? ActivatorUtilities.CreateInstance(services, inner.ImplementationType!)));
            store.TrySetResult(hooked);
            return hooked;
        });
    }
}
