using Microsoft.Extensions.DependencyInjection;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Tests.Support;
using Rvos.Testing.Stages;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>A blob store that does not answer keeps nobody from the database; and what was guarded by a lock of the row before holds without it.</summary>
public abstract class BlobOutageContract : JobContract
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private const string Change = """{"objects":[{"id":2,"box":[60,60,90,90],"fill":true}]}""";

    [Fact]
    public async Task Manifest_StoreDoesNotAnswer_OthersWrite()
    {
        await using var service = await HookedAsync();
        var video = await service.AddVideoAsync();
        using var hold = new BlobHold(name => name.EndsWith("/manifest.json", StringComparison.Ordinal));
        Store(service).BeforePut = hold.AtAsync;
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id)).WaitAsync(Limit);
        await hold.Entered.WaitAsync(Limit);
        await AssertOthersWriteAsync(service);
        hold.Dispose();
        await service.UntilAsync(job.Id, row => row.FramesDecoded == 20);
    }

    [Fact]
    public async Task Clean_StoreDoesNotAnswer_OthersWrite()
    {
        await using var service = await HookedAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        await service.Blobs.PutAsync(JobBlobs.Prompt(job.Id, "orphan"), new byte[] { 1 });
        using var hold = new BlobHold(name => name.EndsWith("/orphan.png", StringComparison.Ordinal));
        Store(service).BeforeDelete = hold.AtAsync;
        await service.Get<JobWriter>().ChangeAsync(job.Id, row => service.Get<JobFlow>().Fail(row, "why"), CancellationToken.None);
        await hold.Entered.WaitAsync(Limit);
        await AssertOthersWriteAsync(service);
        hold.Dispose();
        using var limit = new CancellationTokenSource(Limit);
        while ((await service.BlobsAsync(JobBlobs.AllPrompts(job.Id))).Any(name => name.EndsWith("/orphan.png", StringComparison.Ordinal))) await Task.Delay(20, limit.Token);
    }

    [Fact]
    public async Task Objects_StoreDoesNotAnswer_OthersWrite()
    {
        await using var service = await HookedAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        using var hold = new BlobHold(name => name.Contains("/prompts/change", StringComparison.Ordinal));
        Store(service).BeforePut = hold.AtAsync;
        var change = service.PostAsync($"/v1/jobs/{job.Id}/objects", Change);
        await hold.Entered.WaitAsync(Limit);
        await AssertOthersWriteAsync(service);
        hold.Dispose();
        using var changed = await change;
        await JobHarness.ReadAsync(changed, 202);
    }

    [Fact]
    public async Task Manifest_OlderOneIsWrittenLate_TheNewerOneStands()
    {
        await using var service = await HookedAsync();
        var video = await service.AddVideoAsync();
        var job = (await service.CreateAsync(JobBodies.OneShot(video.Id))).Id;
        await service.UntilAsync(job, row => row.FramesDecoded == 20);
        var puts = 0;
        using var hold = new BlobHold(name => name == JobBlobs.Manifest(job) && Interlocked.Increment(ref puts) == 1);
        Store(service).BeforePut = hold.AtAsync;
        var late = service.Get<JobManifests>().WriteAsync(job, CancellationToken.None);
        await hold.Entered.WaitAsync(Limit);
        using var client = service.Client();
        using (var cancelled = await client.DeleteAsync($"/v1/jobs/{job}").WaitAsync(Limit)) await JobHarness.ReadAsync(cancelled, 202);
        using (var limit = new CancellationTokenSource(Limit))
            while (await service.Get<ManifestStore>().FindAsync(job, limit.Token) is not { IsRemoved: true }) await Task.Delay(20, limit.Token);
        hold.Dispose();
        Assert.Equal("cancelled", (await late.WaitAsync(Limit))?.State);
        Assert.True((await service.Get<ManifestStore>().FindAsync(job, CancellationToken.None))!.IsRemoved);
    }

    [Fact]
    public async Task Manifest_OfAJobThatIsGoneMeanwhile_NothingIsLeft()
    {
        await using var service = await HookedAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CompletedAsync(video.Id);
        var puts = 0;
        using var hold = new BlobHold(name => name == JobBlobs.Manifest(job) && Interlocked.Increment(ref puts) == 1);
        Store(service).BeforePut = hold.AtAsync;
        var late = service.Get<JobManifests>().WriteAsync(job, CancellationToken.None);
        await hold.Entered.WaitAsync(Limit);
        using var client = service.Client();
        using (await client.DeleteAsync($"/v1/jobs/{job}").WaitAsync(Limit)) service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync().WaitAsync(Limit);
        hold.Dispose();
        Assert.Null(await late.WaitAsync(Limit));
        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Objects_TidiedUpBetweenStoringAndNaming_TheJobNamesWhatIsThere()
    {
        await using var service = await HookedAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CompletedAsync(video.Id);
        var ended = await service.RowAsync(job);
        var stored = 0;
        Store(service).AfterPut = name => name.Contains("/prompts/change", StringComparison.Ordinal) && Interlocked.Increment(ref stored) == 1
            ? service.Get<JobCleaner>().CleanAsync(ended, CancellationToken.None) : Task.CompletedTask;
        using (var changed = await service.PostAsync($"/v1/jobs/{job}/objects", Change).WaitAsync(Limit)) await JobHarness.ReadAsync(changed, 202);
        Assert.Equal(2, stored);
        var left = await service.BlobsAsync(JobBlobs.AllPrompts(job));
        Assert.All((await service.RowAsync(job)).Manifest.Prompts.Select(GivenMask.PngOf), name => Assert.Contains(name, left));
        Assert.Single(left, name => name.Contains("/prompts/change", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_NoMoreJobsAllowed_NothingOfThemIsLeft()
    {
        await using var service = await HookedAsync(("Rvos:Jobs:MaximumUnfinished", "1"));
        var video = await service.AddVideoAsync();
        var job = await service.CompletedAsync(video.Id);
        await service.CreateAsync(JobBodies.OneShot(video.Id));
        var before = await service.BlobsAsync(JobBlobs.AllPrompts(job));
        using (var refused = await service.PostAsync($"/v1/jobs/{job}/objects", Change)) await refused.AssertProblemAsync(429);
        Assert.Equal(before, await service.BlobsAsync(JobBlobs.AllPrompts(job)));
    }

    [Fact]
    public async Task Guard_BlobStoreOrBusWithinATransaction_IsRefusedAndRemembered()
    {
        await using var service = await HookedAsync();
        var database = service.Get<Database>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.TransactAsync(_ => service.Blobs.FindAsync("jobs/a/manifest.json")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.TransactAsync(_ => service.PublishAsync(new Contracts.Messages.ExportsRequested { JobId = "job_a", Revision = 0 })));
        Assert.Equal(2, service.Get<TransactionGuard>().Take().Length);
    }

    private Task<JobHarness> HookedAsync(params (string, string)[] settings) => ServeAsync(builder => builder.Services.Decorate(store => new HookedBlobStore(store)), settings);

    private static HookedBlobStore Store(JobHarness service) => (HookedBlobStore)service.Get<IBlobStore>();

    // An upload of another tenant, and the start of jobs: what they write has nothing to do with what waits.
    private static async Task AssertOthersWriteAsync(JobHarness service)
    {
        using var tus = new TusClient(service.Client("globex"));
        await tus.CreateAsync(1).WaitAsync(Limit);
        await service.Get<JobStarter>().StartAsync(CancellationToken.None).WaitAsync(Limit);
    }
}
