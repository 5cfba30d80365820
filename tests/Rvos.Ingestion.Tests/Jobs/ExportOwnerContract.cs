using Microsoft.Extensions.Hosting;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Tests.Results;
using Rvos.Ingestion.Tests.Support;
using Rvos.Testing.Stages;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Overlays that take long, of several processes: one makes it, for as long as it lives.</summary>
public abstract class ExportOwnerContract : JobContract
{
    private const int SegmentLength = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30), Stall = TimeSpan.FromSeconds(2);
    private static readonly (string, string) Sweeping = ("Rvos:Jobs:SweepInterval", "00:00:00.05");

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task Export_LongerThanTheStallTime_IsMadeOnceAndTheJobCompletes()
    {
        var place = await PlaceAsync();
        await using var one = await StartAsync(place, Sweeping);
        await using var two = await StartAsync(place, Sweeping);
        using var hold = new BlobHold(IsFirstMask);
        Store(one).BeforeOpen = Store(two).BeforeOpen = hold.AtAsync;
        var job = await FinishAsync(one);
        await hold.Entered.WaitAsync(Limit);
        // It would be asked for again twice until then, and the pauses double.
        var begun = Now;
        await one.UntilAsync(job, row => row.NextCheckAt > begun + 3 * Stall.TotalMilliseconds);
        Assert.Equal(1, hold.Count);
        Assert.Equal(0, (await one.RowAsync(job)).Stalls);
        hold.Dispose();
        await one.UntilAsync(job, row => row.State == "completed");
        Assert.Single(Overlays(one, two, job));
        Assert.NotNull(await one.Blobs.FindAsync(JobBlobs.Overlay(job, 0)));
    }

    [Fact]
    public async Task Export_OwnerIsKilled_AnotherTakesOverAfterItsTime()
    {
        var place = await PlaceAsync();
        await using var one = await StartAsync(place, Sweeping);
        await using var two = await StartAsync(place, Sweeping);
        var opened = 0;
        using var hold = new BlobHold(name => IsFirstMask(name) && Interlocked.Increment(ref opened) == 1);
        Store(one).BeforeOpen = Store(two).BeforeOpen = hold.AtAsync;
        var job = await FinishAsync(one);
        await hold.Entered.WaitAsync(Limit);
        // What a killed process leaves. That which has begun is one that stood still, and comes to life again when another has done the work.
        var until = Now + (long)Stall.TotalMilliseconds * 2;
        await one.ExecuteAsync("update jobs set export_owner = 'killed', next_check_at = @until where id = @job", new { until, job });
        await one.UntilAsync(job, row => row.ExportOwner != "killed");
        Assert.True(Now >= until);
        await one.UntilAsync(job, row => row.State == "completed");
        var overlay = await one.Blobs.FindAsync(JobBlobs.Overlay(job, 0));
        hold.Dispose();
        await one.StopAsync();
        await two.StopAsync();
        Assert.Single(Overlays(one, two, job));
        Assert.Equal(overlay, await one.Blobs.FindAsync(JobBlobs.Overlay(job, 0)));
        Assert.Equal("completed", (await one.RowAsync(job)).State);
    }

    [Fact]
    public async Task Export_HostStops_AnotherMayBeginAtOnce()
    {
        await using var service = await StartAsync(await PlaceAsync());
        using var hold = new BlobHold(IsFirstMask);
        Store(service).BeforeOpen = hold.AtAsync;
        var job = await FinishAsync(service);
        await hold.Entered.WaitAsync(Limit);
        Assert.NotNull((await service.RowAsync(job)).ExportOwner);
        service.Get<IHostApplicationLifetime>().StopApplication();
        hold.Dispose();
        await service.StopAsync();
        var row = await service.RowAsync(job);
        Assert.Equal((null, "finishing", 0L), (row.ExportOwner, row.State, row.Faults));
        Assert.True(row.NextCheckAt <= Now);
        Assert.Empty(Overlays(service, service, job));
    }

    [Fact]
    public async Task Export_JobIsCancelled_NothingIsLeft()
    {
        await using var service = await StartAsync(await PlaceAsync());
        using var hold = new BlobHold(IsFirstMask);
        Store(service).BeforeOpen = hold.AtAsync;
        var job = await FinishAsync(service);
        await hold.Entered.WaitAsync(Limit);
        using var client = service.Client();
        using (var cancelled = await client.DeleteAsync($"/v1/jobs/{job}")) await JobHarness.ReadAsync(cancelled, 202);
        using (var limit = new CancellationTokenSource(Limit))
            while ((await service.RemainsAsync()).Length > 0) await Task.Delay(20, limit.Token);
        hold.Dispose();
        await service.StopAsync();
        Assert.Empty(await service.RemainsAsync());
        Assert.Equal("cancelled", (await service.RowAsync(job)).State);
    }

    [Fact]
    public async Task Export_StoreFails_IsAskedForAgainAndTheJobCompletes()
    {
        await using var service = await StartAsync(await PlaceAsync(), Sweeping);
        var failures = 2;
        Store(service).BeforeOpen = name => IsFirstMask(name) && Interlocked.Decrement(ref failures) >= 0 ? Task.FromException(new IOException("the store is away")) : Task.CompletedTask;
        var job = await FinishAsync(service);
        var row = await service.UntilAsync(job, row => row.State == "completed");
        Assert.Equal((null, 0L), (row.ExportOwner, row.Faults));
    }

    private static Task<JobHarness> StartAsync(TestPlace place, params (string, string)[] settings) => JobHarness.StartAsync(
        place, builder => builder.Services.Decorate(store => new HookedBlobStore(store)), [("Rvos:Jobs:StallTime", Stall.ToString()), .. settings]);

    private static HookedBlobStore Store(JobHarness service) => (HookedBlobStore)service.Get<IBlobStore>();

    private static bool IsFirstMask(string name) => name.EndsWith("/masks/000000/000000", StringComparison.Ordinal);

    private static string[] Overlays(JobHarness one, JobHarness two, string job) =>
        [.. new[] { one, two }.Distinct().SelectMany(service => Store(service).Puts).Where(name => name == JobBlobs.Overlay(job, 0))];

    // A job of two segments whose masks are there, and whose overlay is asked for.
    private static async Task<string> FinishAsync(JobHarness service)
    {
        var video = await service.AddVideoAsync();
        var job = (await service.CreateAsync(JobBodies.OneShot(video.Id).Replace("\"outputs\":[]", "\"outputs\":[\"overlay\"]", StringComparison.Ordinal))).Id;
        await service.UntilAsync(job, row => row.FramesDecoded == 20);
        var masks = new SyntheticMasks(service.Blobs, job, JobBodies.Width, JobBodies.Height, SegmentLength);
        for (var segment = 0; segment < 2; segment++)
        {
            var (header, _) = (await SegmentFile.FindHeaderAsync<FramesHeader>(service.Blobs, JobBlobs.Frames(job, segment), CancellationToken.None))!.Value;
            await masks.WriteAsync(segment, header.IsLast, count: header.Timestamps.Count, timestamp: frame => header.Timestamps[frame - header.First]);
            await service.PublishAsync(new MasksDecoded { JobId = job, Segment = segment, Revision = 0, FramesSoFar = header.First + header.Timestamps.Count, IsLast = header.IsLast });
            await service.UntilAsync(job, row => row.SegmentsMasked == segment + 1);
        }

        return job;
    }
}
