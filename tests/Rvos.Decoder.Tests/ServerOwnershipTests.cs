using Microsoft.Extensions.Time.Testing;
using Rvos.Decoder.Tests.Support;
using Rvos.Hosting.Jobs;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

/// <summary>Ownership over RabbitMQ's queues and Azure's leases.</summary>
public sealed class ServerOwnershipTests(ServersFixture servers) : IClassFixture<ServersFixture>, IDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);
    private readonly Features features = new();

    public void Dispose() => features.Dispose();

    [Fact]
    public async Task Consume_TwoDecodersShareTheQueue_EachJobStaysWithOne()
    {
        if (ServersFixture.Missing is { } missing) Assert.Skip(missing);
        var store = servers.Store();
        var jobs = new List<StageJob>();
        for (var i = 0; i < 3; i++) jobs.Add(await StageJob.CreateAsync(store, $"shared{i}", frames: 20, segmentLength: 4, given: [(0, SampleClip.Mask), (3 + i, SampleClip.Boxes((5, 300, 200)))]));
        await using var first = await DecoderProcess.StartAsync(servers.Store(), servers.Bus);
        await using var second = await DecoderProcess.StartAsync(servers.Store(), servers.Bus);
        for (var segment = 0; segment < 5; segment++)
        {
            foreach (var job in jobs)
            {
                await features.WriteAsync(store, job, segment, 1);
                await first.SendAsync(job.Id, segment);
            }
        }

        foreach (var job in jobs)
        {
            await first.WaitForMasksAsync(job.Id, job.Segments);
            Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
        }

        Assert.InRange(first.CheckpointLoads + second.CheckpointLoads, 0, jobs.Count);
        Assert.Empty(first.Heard.Faults);
    }

    [Fact]
    public async Task Consume_OwnerKilled_AnotherTakesOverWhenTheLeaseHasExpired()
    {
        if (ServersFixture.Missing is { } missing) Assert.Skip(missing);
        var store = servers.Store();
        var job = await StageJob.CreateAsync(store, "killed", frames: 12, segmentLength: 4);
        await features.WriteAsync(store, job, 0, 1);
        await using (var owner = await DecoderProcess.StartAsync(store)) await owner.RunAsync(job.Id, 0);
        await features.WriteAsync(store, job, 1, 2);
        // As if it had been killed with its lease: nobody renews it, and nobody frees it.
        var dead = await servers.Store(new FakeTimeProvider()).TryAcquireLeaseAsync(JobBlobs.SessionLease(job.Id), LeaseTime);
        Assert.NotNull(dead);
        await using var heir = await DecoderProcess.StartAsync(servers.Store(), servers.Bus);
        await heir.SendAsync(job.Id, 1);
        await DecoderProcess.WaitAsync(() => heir.Watch.Count == 1, () => "the job is not watched");
        Assert.Null(await store.FindAsync(JobBlobs.Masks(job.Id, 0, 1)));
        await heir.WaitForMasksAsync(job.Id, job.Segments, from: 1);
        Assert.Equal(1, heir.CheckpointLoads);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Run_SegmentLongerThanTheLease_StaysTheOwner()
    {
        if (ServersFixture.Missing is { } missing) Assert.Skip(missing);
        var store = servers.Store();
        var job = await StageJob.CreateAsync(store, "slow", frames: 4, segmentLength: 4);
        await features.WriteAllAsync(store, job);
        var (blobs, reached, goesOn) = (new HookedBlobStore(servers.Store()), new TaskCompletionSource(), new TaskCompletionSource());
        blobs.BeforePut = name =>
        {
            reached.TrySetResult();
            return goesOn.Task;
        };
        await using var process = await DecoderProcess.StartAsync(blobs);
        var run = process.RunAsync(job.Id, 0);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Task.Delay(LeaseTime + TimeSpan.FromSeconds(3));
        Assert.Null(await store.TryAcquireLeaseAsync(JobBlobs.SessionLease(job.Id), LeaseTime));
        goesOn.SetResult();
        await run;
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }
}
