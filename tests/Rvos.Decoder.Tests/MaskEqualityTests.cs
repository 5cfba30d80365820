using Rvos.Decoder.Tests.Support;
using Rvos.Hosting.Jobs;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

public sealed class MaskEqualityTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Decode_FirstMaskGiven_EqualsThePipelineByteForByte()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "first", frames: 36);
        await AssertEqualAsync(job, loads: 0);
        Assert.Empty(await NamesAsync(JobBlobs.AllFeatures(job.Id)));
        Assert.Empty(await NamesAsync(JobBlobs.AllFrames(job.Id)));
    }

    [Fact]
    public async Task Decode_MasksAtLaterFramesAndLateObjects_EqualsThePipelineByteForByte()
    {
        var job = await StageJob.CreateAsync(
            store.Blobs, "late", frames: 20, segmentLength: 8, given: [(2, SampleClip.Boxes((1, 100, 150), (2, 300, 200))), (8, SampleClip.Boxes((7, 400, 100))), (13, SampleClip.Boxes((1, 130, 150)))]);
        await AssertEqualAsync(job, loads: 0);
    }

    [Fact]
    public async Task Decode_ZeroShot_EqualsThePipelineByteForByte()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "zero", frames: 12, segmentLength: 8, model: StageModels.ZeroShot, maxObjects: 3);
        await AssertEqualAsync(job, loads: 0);
        Assert.Contains((await job.ActualAsync())[0].Objects, c => c == '3');
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Decode_AnyNumberOfThreads_EqualsThePipelineByteForByte(string threads)
    {
        var job = await StageJob.CreateAsync(store.Blobs, "threads" + threads, frames: 8, segmentLength: 4);
        await AssertEqualAsync(job, loads: 0, ("Rvos:Inference:Threads", threads));
    }

    [Fact]
    public async Task Decode_EachSegmentByAnotherProcess_EqualsThePipelineByteForByte()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "pods", frames: 12, segmentLength: 4, given: [(0, SampleClip.Mask), (5, SampleClip.Boxes((9, 300, 200)))]);
        for (var segment = 0; segment < job.Segments; segment++)
        {
            await features.WriteAsync(store.Blobs, job, segment, 1);
            await using var process = await DecoderProcess.StartAsync(store.Blobs);
            await process.RunAsync(job.Id, segment);
            Assert.Equal(segment == 0 ? 0 : 1, process.CheckpointLoads);
        }

        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    private async Task AssertEqualAsync(StageJob job, long loads, params (string, string)[] settings)
    {
        await features.WriteAllAsync(store.Blobs, job);
        await using var process = await DecoderProcess.StartAsync(store.Blobs, settings);
        for (var segment = 0; segment < job.Segments; segment++) await process.SendAsync(job.Id, segment);
        await process.WaitForMasksAsync(job.Id, job.Segments);
        var expected = await job.ExpectedAsync();
        Assert.True(expected.Select(m => m.Png).Distinct().Count() > 2, "the masks do not move");
        Assert.Equal(expected, await job.ActualAsync());
        Assert.Equal(loads, process.CheckpointLoads);
        await DecoderProcess.WaitAsync(() => process.Sessions.Count == 0, () => "the session is still held");
    }

    private async Task<List<string>> NamesAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var entry in store.Blobs.ListAsync(prefix)) names.Add(entry.Name);
        return names;
    }
}
