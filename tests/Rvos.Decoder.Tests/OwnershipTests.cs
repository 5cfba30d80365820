using System.Text.Json;
using Rvos.Contracts.Jobs;
using Rvos.Decoder.Tests.Support;
using Rvos.Hosting.Jobs;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

/// <summary>One owner at a time, and always one in the end.</summary>
public sealed class OwnershipTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Consume_TwoProcessesGetEveryMessage_OneKeepsTheSession()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "two", frames: 24, segmentLength: 4);
        var (left, right) = (store.Hooked(), store.Hooked());
        await using var first = await DecoderProcess.StartAsync(left);
        await using var second = await DecoderProcess.StartAsync(right);
        for (var segment = 0; segment < job.Segments; segment++)
        {
            await features.WriteAsync(store.Blobs, job, segment, 1);
            await Task.WhenAll(first.SendAsync(job.Id, segment), second.SendAsync(job.Id, segment));
        }

        await DecoderProcess.WaitAsync(
            () => first.Heard.Segments(job.Id).Concat(second.Heard.Segments(job.Id)).Distinct().Count() == job.Segments, () => "not all was told");
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
        Assert.Equal(job.Segments, left.Puts.Concat(right.Puts).Count(p => p.Contains("/masks/", StringComparison.Ordinal)));
        Assert.InRange(first.CheckpointLoads + second.CheckpointLoads, 0, 1);
    }

    [Fact]
    public async Task Run_JobOfAnotherNumericalBuild_IsLeftAlone()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "build", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var own = JsonSerializer.Deserialize<NumericalBuild>(await store.Blobs.TryReadAsync(JobBlobs.Build(job.Id)))!;
        await store.Blobs.PutAsync(JobBlobs.Build(job.Id), JsonSerializer.SerializeToUtf8Bytes(own with { Libtorch = "1.13.1" }));
        var blobs = store.Hooked();
        await using (var process = await DecoderProcess.StartAsync(blobs))
        {
            await process.RunAsync(job.Id, 0);
            Assert.Empty(blobs.Puts);
            Assert.Equal(0, process.Sessions.Count);
            Assert.NotNull(await store.Blobs.FindAsync(JobBlobs.Features(job.Id, 0)));
        }

        await store.Blobs.PutAsync(JobBlobs.Build(job.Id), JsonSerializer.SerializeToUtf8Bytes(own));
        await using var next = await DecoderProcess.StartAsync(blobs);
        await next.RunAsync(job.Id, 0);
        Assert.Contains(JobBlobs.Masks(job.Id, 0, 0), blobs.Puts);
    }

    [Fact]
    public async Task Run_LeaseLostInTheMiddle_TheFormerOwnerWritesNothingMore()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "fence", frames: 16, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var (left, right) = (store.Hooked(), store.Hooked());
        await using var former = await DecoderProcess.StartAsync(left);
        await using var next = await DecoderProcess.StartAsync(right);
        left.BeforePut = async name =>
        {
            if (name != JobBlobs.Checkpoint(job.Id, 0, 1)) return;
            await left.LoseLeasesAsync(tell: true);
            await next.RunAsync(job.Id, 1);
        };
        await former.RunAsync(job.Id, 0);
        Assert.Equal([JobBlobs.Checkpoint(job.Id, 0, 0), JobBlobs.Masks(job.Id, 0, 0)], left.Puts);
        Assert.Equal([0], former.Heard.Segments(job.Id).Distinct());
        Assert.Equal(1, next.CheckpointLoads);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Run_LeaseLostAndNobodyTookIt_GoesOnFromTheCheckpoint()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "regain", frames: 12, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var (blobs, lost) = (store.Hooked(), 0);
        await using var process = await DecoderProcess.StartAsync(blobs);
        blobs.BeforePut = async name =>
        {
            if (name == JobBlobs.Checkpoint(job.Id, 0, 1) && Interlocked.Exchange(ref lost, 1) == 0) await blobs.LoseLeasesAsync(tell: true);
        };
        await process.RunAsync(job.Id, 0);
        await process.WaitForMasksAsync(job.Id, job.Segments);
        Assert.Equal(1, process.CheckpointLoads);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Consume_OwnerDiesWithItsMessages_AnotherGoesOnByItself()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "heir", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var lease = await store.Blobs.TryAcquireLeaseAsync(JobBlobs.SessionLease(job.Id), TimeSpan.FromSeconds(15));
        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        for (var segment = 0; segment < job.Segments; segment++) await process.SendAsync(job.Id, segment);
        await DecoderProcess.WaitAsync(() => process.Watch.Count == 1, () => "the job is not watched");
        Assert.Empty(process.Heard.Masks);
        await lease!.DisposeAsync();
        await process.WaitForMasksAsync(job.Id, job.Segments);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
        await DecoderProcess.WaitAsync(() => process.Watch.Count == 0, () => "the job is watched for ever");
    }

    [Fact]
    public async Task Consume_WhileTheSessionIsLetGo_WaitsAndGoesOn()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "leaving", frames: 8, segmentLength: 4);
        await features.WriteAsync(store.Blobs, job, 0, 1);
        var (blobs, leaving, left) = (store.Hooked(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var process = await DecoderProcess.StartAsync(blobs, ("Rvos:Decoder:IdleSeconds", "1"));
        await process.RunAsync(job.Id, 0);
        blobs.BeforeRelease = _ =>
        {
            leaving.TrySetResult();
            return left.Task;
        };
        await leaving.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await features.WriteAsync(store.Blobs, job, 1, 1);
        await process.SendAsync(job.Id, 1);
        await Task.Delay(300);
        left.SetResult();
        await process.WaitForMasksAsync(job.Id, 2);
        Assert.Equal(1, process.CheckpointLoads);
        Assert.Equal(0, process.Watch.Count);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Run_MoreJobsThanSessions_EvictsAndReloadsByteForByte()
    {
        var jobs = new List<StageJob>();
        for (var i = 0; i < 3; i++) jobs.Add(await StageJob.CreateAsync(store.Blobs, $"many{i}", frames: 8, segmentLength: 4, given: [(0, SampleClip.Boxes((1, 60 + 100 * i, 150)))]));
        await using var process = await DecoderProcess.StartAsync(store.Blobs, ("Rvos:Decoder:MaxSessions", "1"));
        for (var segment = 0; segment < 2; segment++)
        {
            foreach (var job in jobs)
            {
                await features.WriteAsync(store.Blobs, job, segment, 1);
                await process.RunAsync(job.Id, segment);
                Assert.InRange(process.Sessions.Count, 0, 1);
            }
        }

        Assert.InRange(process.CheckpointLoads, 2, 3);
        foreach (var job in jobs) Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Stop_InTheMiddleOfAJob_FreesTheLeaseForTheNextProcess()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "drain", frames: 12, segmentLength: 4);
        await features.WriteAsync(store.Blobs, job, 0, 1);
        await using (var former = await DecoderProcess.StartAsync(store.Blobs)) await former.RunAsync(job.Id, 0);
        await features.WriteAsync(store.Blobs, job, 1, 2);
        await using var next = await DecoderProcess.StartAsync(store.Blobs);
        await next.RunAsync(job.Id, 1);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }
}
