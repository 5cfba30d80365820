using Rvos.Decoder.Tests.Support;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

/// <summary>The decoder with an S2S model: its state are memories, and an object's first state is made from the frame that travels with the features.</summary>
public sealed class S2sEqualityTests : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Decode_LateObjectsAndCorrections_EqualsThePipelineByteForByte(string threads)
    {
        var job = await StageJob.CreateAsync(
            store.Blobs, "s2s" + threads, frames: 20, segmentLength: 8, model: StageModels.S2s,
            given: [(2, SampleClip.Boxes((1, 100, 150), (2, 300, 200))), (8, SampleClip.Boxes((7, 400, 100))), (13, SampleClip.Boxes((1, 130, 150)))]);
        await features.WriteAllAsync(store.Blobs, job);
        await using var process = await DecoderProcess.StartAsync(store.Blobs, ("Rvos:Inference:Threads", threads));
        for (var segment = 0; segment < job.Segments; segment++) await process.SendAsync(job.Id, segment);
        await process.WaitForMasksAsync(job.Id, job.Segments);
        var expected = await job.ExpectedAsync();
        Assert.True(expected.Select(m => m.Png).Distinct().Count() > 10, "the masks do not move");
        Assert.Equal(expected, await job.ActualAsync());
        Assert.Equal(0, process.CheckpointLoads);
    }

    [Fact]
    public async Task Decode_EachSegmentByAnotherProcess_EqualsThePipelineByteForByte()
    {
        var job = await StageJob.CreateAsync(
            store.Blobs, "s2s-pods", frames: 12, segmentLength: 4, model: StageModels.S2s, given: [(0, SampleClip.Mask), (4, SampleClip.Boxes((9, 300, 200))), (6, SampleClip.Boxes((3, 100, 200)))]);
        for (var segment = 0; segment < job.Segments; segment++)
        {
            await features.WriteAsync(store.Blobs, job, segment, 1);
            await using var process = await DecoderProcess.StartAsync(store.Blobs);
            await process.RunAsync(job.Id, segment);
            Assert.Equal(segment == 0 ? 0 : 1, process.CheckpointLoads);
        }

        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }
}
