using Rvos.Decoder.Tests.Support;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

/// <summary>Messages that come twice, late, out of order, or for nothing.</summary>
public sealed class DeliveryTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Consume_OutOfOrderAndTwice_DecodesEachSegmentOnce()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "order", frames: 24, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var blobs = store.Hooked();
        await using var process = await DecoderProcess.StartAsync(blobs);
        foreach (var segment in new[] { 5, 3, 3, 1, 4, 2, 5, 0, 0, 1 }) await process.SendAsync(job.Id, segment);
        await process.WaitForMasksAsync(job.Id, job.Segments);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
        Assert.Equal(job.Segments, blobs.Puts.Count(p => p.Contains("/masks/", StringComparison.Ordinal)));
        Assert.Equal(0, process.CheckpointLoads);
    }

    [Fact]
    public async Task Run_LaterSegmentFirst_TakesNoLease()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "early", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        await process.RunAsync(job.Id, 1);
        Assert.Equal(0, process.Sessions.Count);
        await using var lease = await store.Blobs.TryAcquireLeaseAsync(JobBlobs.SessionLease(job.Id), TimeSpan.FromSeconds(15));
        Assert.NotNull(lease);
    }

    [Fact]
    public async Task Run_SegmentLongDone_TellsAgainAndRemovesWhatTheEncoderLeft()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "again", frames: 20, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var left = await store.Blobs.TryReadAsync(JobBlobs.Features(job.Id, 0)) ?? throw new InvalidOperationException();
        var blobs = store.Hooked();
        await using (var first = await DecoderProcess.StartAsync(store.Blobs)) await first.RunAsync(job.Id, 0);
        await store.Blobs.PutAsync(JobBlobs.Features(job.Id, 0), left);
        await using var second = await DecoderProcess.StartAsync(blobs);
        await second.RunAsync(job.Id, 0);
        await DecoderProcess.WaitAsync(() => second.Heard.Segments(job.Id).Contains(0), () => "nothing was told");
        Assert.Empty(blobs.Puts);
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Features(job.Id, 0)));
    }

    [Fact]
    public async Task Run_CrashBetweenCheckpointAndMasks_DecodesTheSegmentAgain()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "between", frames: 12, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var blobs = store.Hooked();
        blobs.BeforePut = name => name == JobBlobs.Masks(job.Id, 0, 1) ? throw new IOException("killed") : Task.CompletedTask;
        await using (var killed = await DecoderProcess.StartAsync(blobs)) await Assert.ThrowsAsync<IOException>(() => killed.RunAsync(job.Id, 0));
        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        // Its checkpoint is there, but segment 1 is not done: 2 must not be either.
        await process.RunAsync(job.Id, 2);
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 2)));
        await process.RunAsync(job.Id, 1);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Run_CrashBetweenMasksAndTelling_TellsWhenTheMessageComesAgain()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "untold", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var blobs = store.Hooked();
        await using (var killed = await DecoderProcess.StartAsync(blobs))
        {
            blobs.BeforeDelete = _ => throw new IOException("killed");
            await Assert.ThrowsAsync<IOException>(() => killed.RunAsync(job.Id, 0));
        }

        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        await process.SendAsync(job.Id, 0);
        await process.WaitForMasksAsync(job.Id, 2);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Features(job.Id, 0)));
    }

    [Fact]
    public async Task Run_EndedJob_DoesNothing()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "ended", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        await job.EndAsync();
        var blobs = store.Hooked();
        await using var process = await DecoderProcess.StartAsync(blobs);
        await process.RunAsync(job.Id, 0);
        await process.RunAsync("nobody", 0);
        Assert.Empty(blobs.Puts);
        Assert.Equal(0, process.Sessions.Count);
    }

    [Fact]
    public async Task Run_JobEndsWhileASegmentIsDecoded_LeavesNoStateBehind()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "ending", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var blobs = store.Hooked();
        blobs.BeforePut = name => name == JobBlobs.Masks(job.Id, 0, 0) ? job.EndAsync() : Task.CompletedTask;
        await using var process = await DecoderProcess.StartAsync(blobs);
        await process.RunAsync(job.Id, 0);
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Checkpoint(job.Id, 0, 0)));
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Features(job.Id, 0)));
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 1)));
        Assert.Equal(0, process.Sessions.Count);
    }

    [Fact]
    public async Task Consume_DamagedFeatures_FaultSaysSoWithoutRetries()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "damaged", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var bytes = await store.Blobs.TryReadAsync(JobBlobs.Features(job.Id, 0)) ?? throw new InvalidOperationException();
        await store.Blobs.PutAsync(JobBlobs.Features(job.Id, 0), bytes.AsMemory(0, bytes.Length / 2));
        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        await process.SendAsync(job.Id, 0);
        await DecoderProcess.WaitAsync(() => !process.Heard.Faults.IsEmpty, () => "no fault");
        Assert.True(process.Heard.Faults.TryPeek(out var fault));
        Assert.Equal(job.Id, fault.Message.JobId);
        Assert.Contains("segment 0", fault.Exceptions[0].Message, StringComparison.Ordinal);
        await DecoderProcess.WaitAsync(() => process.Sessions.Count == 0, () => "the session is still held");
    }

    [Fact]
    public async Task Consume_StoreFailsForAWhile_GoesOnByItself()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "outage", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var (blobs, failures) = (store.Hooked(), 3);
        blobs.BeforePut = _ => Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("out of reach") : Task.CompletedTask;
        await using var process = await DecoderProcess.StartAsync(blobs);
        for (var segment = 0; segment < job.Segments; segment++) await process.SendAsync(job.Id, segment);
        await process.WaitForMasksAsync(job.Id, job.Segments);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
        Assert.Empty(process.Heard.Faults);
    }
}
