using System.Diagnostics;
using Rvos.Decoder.Tests.Support;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

/// <summary>Whatever fails between the inference of a segment and the word that it is done: no later segment is decoded before it, and none is left untold.</summary>
public sealed class SkippedSegmentTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Theory]
    [InlineData("masks")]
    [InlineData("checkpoints")]
    public async Task Run_PutFailsOnce_TheNextSegmentIsNotDecodedBeforeIt(string what)
    {
        var job = await StageJob.CreateAsync(store.Blobs, "put", frames: 12, segmentLength: 4);
        var (blobs, failures) = (store.Hooked(), 1);
        await using var process = await StartAsync(job, blobs);
        blobs.BeforePut = name => name.Contains($"/{what}/", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("out of reach") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => process.RunAsync(job.Id, 1, mayTakeOver: false));
        await AssertNotSkippedAsync(process, job);
    }

    [Theory]
    [InlineData("masks")]
    [InlineData("checkpoints")]
    public async Task Run_DeliveryCancelledDuringTheCommit_TheNextSegmentIsNotDecodedBeforeIt(string what)
    {
        var job = await StageJob.CreateAsync(store.Blobs, "commit", frames: 12, segmentLength: 4);
        var blobs = store.Hooked();
        await using var process = await StartAsync(job, blobs);
        using var delivery = new CancellationTokenSource();
        blobs.BeforePut = name => name.Contains($"/{what}/", StringComparison.Ordinal) ? delivery.CancelAsync() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.RunAsync(job.Id, 1, mayTakeOver: false, delivery.Token));
        blobs.BeforePut = _ => Task.CompletedTask;
        await AssertNotSkippedAsync(process, job);
    }

    [Fact]
    public async Task Run_DeliveryCancelledDuringInference_TheNextSegmentIsNotDecodedBeforeIt()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "inference", frames: 12, segmentLength: 4);
        await using var process = await StartAsync(job, store.Hooked());
        using var delivery = new CancellationTokenSource();
        // The span of an inference begins on the thread that computes.
        using (var listener = new ActivityListener
        {
            ShouldListenTo = source => source == RvosActivity.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.OperationName == "stage decode-masks") delivery.Cancel();
            },
        })
        {
            ActivitySource.AddActivityListener(listener);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.RunAsync(job.Id, 1, mayTakeOver: false, delivery.Token));
        }

        Assert.True(delivery.IsCancellationRequested);
        await AssertNotSkippedAsync(process, job);
    }

    [Fact]
    public async Task Run_BusFailsWhenASegmentIsTold_ItIsToldBeforeTheNext()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "told", frames: 12, segmentLength: 4);
        await using var process = await StartAsync(job, store.Hooked());
        await Assert.ThrowsAsync<IOException>(() => process.Runner.RunAsync(job.Id, 1, mayTakeOver: false, FailingBus.Over(process.Bus, 1), CancellationToken.None));
        await process.RunAsync(job.Id, 2, mayTakeOver: false);
        await process.WaitForMasksAsync(job.Id, 3);
        Assert.Equal([0, 1, 2], process.Heard.Segments(job.Id).Distinct().Order());
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Run_FormerOwnerDiedBeforeTelling_TheNextOneTellsForIt()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "heir", frames: 12, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        await using (var former = await DecoderProcess.StartAsync(store.Blobs, ("Rvos:Decoder:SegmentsPerMessage", "1")))
            await Assert.ThrowsAsync<IOException>(() => former.Runner.RunAsync(job.Id, 0, mayTakeOver: true, FailingBus.Over(former.Bus, 0), CancellationToken.None));
        await using var next = await DecoderProcess.StartAsync(store.Blobs);
        await next.RunAsync(job.Id, 1);
        await next.WaitForMasksAsync(job.Id, 3);
        Assert.Equal([0, 1, 2], next.Heard.Segments(job.Id).Distinct().Order());
    }

    [Fact]
    public async Task Run_AskedForASegmentThatWasNotHeard_TellsAgainOfAllThatAreDone()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "unheard", frames: 16, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        await using (var former = await DecoderProcess.StartAsync(store.Blobs))
        {
            await former.RunAsync(job.Id, 0);
            await former.WaitForMasksAsync(job.Id, 4);
        }

        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        await process.SendAsync(job.Id, 1);
        await DecoderProcess.WaitAsync(() => process.Heard.Segments(job.Id).Contains(3), () => "the last was not told");
        Assert.Equal([1, 2, 3], process.Heard.Segments(job.Id).Distinct().Order());
    }

    [Fact]
    public async Task Run_ManifestIsAbsentForAMoment_DeletesNothing()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "absent", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var blobs = store.Hooked();
        var manifest = await store.Blobs.TryReadAsync(JobBlobs.Manifest(job.Id)) ?? throw new InvalidOperationException();
        blobs.BeforePut = async name =>
        {
            if (name == JobBlobs.Masks(job.Id, 0, 0)) await store.Blobs.DeleteAsync(JobBlobs.Manifest(job.Id));
        };
        await using var process = await DecoderProcess.StartAsync(blobs);
        await process.RunAsync(job.Id, 0);
        Assert.NotNull(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 0)));
        Assert.NotNull(await store.Blobs.FindAsync(JobBlobs.Checkpoint(job.Id, 0, 0)));
        await store.Blobs.PutAsync(JobBlobs.Manifest(job.Id), manifest);
        await process.RunAsync(job.Id, 0);
        await process.WaitForMasksAsync(job.Id, 2);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Run_JobIsCancelledWhileMasksAreWritten_LeavesThemToTheCleaner()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "tombstone", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var blobs = store.Hooked();
        blobs.BeforePut = name => name == JobBlobs.Masks(job.Id, 0, 0) ? new ManifestStore(store.Blobs).WriteTombstoneAsync(job.Id, CancellationToken.None) : Task.CompletedTask;
        await using var process = await DecoderProcess.StartAsync(blobs);
        await process.RunAsync(job.Id, 0);
        Assert.NotNull(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 0)));
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Checkpoint(job.Id, 0, 0)));
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Features(job.Id, 0)));
        Assert.Equal(0, process.Sessions.Count);
    }

    // Segment 0 is done and its state held; the features of the others are there.
    private async Task<DecoderProcess> StartAsync(StageJob job, HookedBlobStore blobs)
    {
        var process = await DecoderProcess.StartAsync(blobs);
        await features.WriteAsync(store.Blobs, job, 0, 1);
        await process.RunAsync(job.Id, 0);
        await features.WriteAsync(store.Blobs, job, 1, 2);
        return process;
    }

    private async Task AssertNotSkippedAsync(DecoderProcess process, StageJob job)
    {
        await process.RunAsync(job.Id, 2, mayTakeOver: false);
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 1)));
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 2)));
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Checkpoint(job.Id, 0, 2)));
        await process.RunAsync(job.Id, 1, mayTakeOver: false);
        await process.WaitForMasksAsync(job.Id, 3);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }
}
