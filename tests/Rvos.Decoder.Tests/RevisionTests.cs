using Rvos.Contracts.Jobs;
using Rvos.Decoder.Tests.Support;
using Rvos.Hosting.Jobs;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

public sealed class RevisionTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Decode_CorrectionOfAFinishedJob_StartsFromTheKeptCheckpoint()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "corrected", frames: 38, segmentLength: 2);
        await features.WriteAllAsync(store.Blobs, job);
        await using (var process = await DecoderProcess.StartAsync(store.Blobs))
        {
            await process.SendAsync(job.Id, 0);
            await process.WaitForMasksAsync(job.Id, job.Segments);
            await DecoderProcess.WaitAsync(() => process.Sessions.Count == 0, () => "the session is still held");
        }

        Assert.Equal([15, 16, 17, 18], await CheckpointsAsync(job, 0));
        var before = await job.ActualAsync();
        await job.EndAsync();
        await job.ReviseAsync(16, (35, SampleClip.Boxes((1, 200, 180), (4, 400, 200))));
        await features.WriteAsync(store.Blobs, job, 16, 3);
        await using var second = await DecoderProcess.StartAsync(store.Blobs);
        foreach (var segment in new[] { 17, 16, 18 }) await second.SendAsync(job.Id, segment);
        await second.WaitForMasksAsync(job.Id, 19, revision: 1, from: 16);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
        Assert.Equal(before.Take(35), (await job.ActualAsync()).Take(35));
        Assert.NotEqual(before[36], (await job.ActualAsync())[36]);
        Assert.Equal(1, second.CheckpointLoads);
    }

    [Fact]
    public async Task Decode_MaskOfABoxIsNotFoundYet_WaitsForIt()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "boxed", frames: 12, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        await job.ReviseAsync(0, (5, SampleClip.Boxes((4, 400, 200))));
        var prompt = job.Manifest.Prompts[^1];
        var found = await store.Blobs.TryReadAsync(prompt.Blob) ?? throw new InvalidOperationException();
        await store.Blobs.DeleteAsync(prompt.Blob);
        var boxed = job.Manifest with { Prompts = [.. job.Manifest.Prompts.SkipLast(1), prompt with { Boxes = [new JobBox(4, 390, 190, 440, 240)] }] };
        await new ManifestStore(store.Blobs).WriteAsync(boxed, CancellationToken.None);
        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        await process.RunAsync(job.Id, 0);
        Assert.NotNull(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 1, 0)));
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 1, 1)));
        await store.Blobs.PutAsync(prompt.Blob, found);
        await process.SendAsync(job.Id, 1);
        await process.WaitForMasksAsync(job.Id, job.Segments, revision: 1);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Decode_RevisedWhileASegmentIsDecoded_WritesNothingOfTheOldOne()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "revised", frames: 12, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var (blobs, revised) = (store.Hooked(), 0);
        blobs.AfterRead = async name =>
        {
            if (name == JobBlobs.Features(job.Id, 1) && Interlocked.Exchange(ref revised, 1) == 0) await job.ReviseAsync(0, (2, SampleClip.Boxes((1, 300, 150))));
        };
        await using var process = await DecoderProcess.StartAsync(blobs);
        await process.RunAsync(job.Id, 0);
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 1)));
        Assert.NotNull(await store.Blobs.FindAsync(JobBlobs.Features(job.Id, 1)));
        await features.WriteAsync(store.Blobs, job, 0, 1);
        await process.SendAsync(job.Id, 0);
        await process.WaitForMasksAsync(job.Id, job.Segments, revision: 1);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Decode_RevisedWhileMasksAreWritten_KeepsTheFeaturesForTheNewRevision()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "kept", frames: 8, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var (blobs, revised) = (store.Hooked(), 0);
        blobs.BeforePut = async name =>
        {
            if (name == JobBlobs.Masks(job.Id, 0, 0) && Interlocked.Exchange(ref revised, 1) == 0) await job.ReviseAsync(0, (1, SampleClip.Boxes((1, 300, 150))));
        };
        await using var process = await DecoderProcess.StartAsync(blobs);
        await process.RunAsync(job.Id, 0);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    private async Task<List<int>> CheckpointsAsync(StageJob job, int revision)
    {
        var found = new List<int>();
        for (var segment = 0; segment < job.Segments; segment++)
            if (await store.Blobs.FindAsync(JobBlobs.Checkpoint(job.Id, revision, segment)) is not null) found.Add(segment);
        return found;
    }
}
