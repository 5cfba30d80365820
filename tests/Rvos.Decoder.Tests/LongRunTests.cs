using System.Diagnostics;
using Rvos.Decoder.Tests.Support;
using Rvos.Fused;
using Rvos.Hosting.Jobs;
using Rvos.Testing.Stages;
using static TorchSharp.torch;

namespace Rvos.Decoder.Tests;

public sealed class LongRunTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Decode_SixtyFourSegments_MemoryLiveTensorsAndBlobsStayFlat()
    {
        const int WarmUp = 16, Segments = 64;
        var job = await StageJob.CreateAsync(store.Blobs, "long", frames: Segments * 4, segmentLength: 4, given: [(0, SampleClip.Mask), (6, SampleClip.Boxes((2, 400, 200)))]);
        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        (long Tensors, long Activations, long Memory, int Blobs) before = default;
        for (var segment = 0; segment < Segments; segment++)
        {
            await features.WriteAsync(store.Blobs, job, segment, 1);
            await process.SendAsync(job.Id, segment);
            await process.WaitForMasksAsync(job.Id, segment + 1);
            if (segment == WarmUp - 1) before = await MeasureAsync(process, job);
        }

        Assert.Equal(0, process.CheckpointLoads);
        await DecoderProcess.WaitAsync(() => process.Sessions.Count == 0, () => "the session is still held");
        // The session's own state is gone by now, one kept checkpoint has come for each 16 segments.
        var after = await MeasureAsync(process, job);
        output.WriteLine($"{before} -> {after}");
        Assert.InRange(after.Activations, 0, before.Activations);
        Assert.InRange(after.Tensors, 0, before.Tensors);
        Assert.True(after.Memory - before.Memory < 48 << 20, $"grew by {(after.Memory - before.Memory) >> 20} MiB");
        Assert.InRange(after.Blobs - before.Blobs, 0, Segments / JobBlobs.KeptCheckpoints);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    private async Task<(long Tensors, long Activations, long Memory, int Blobs)> MeasureAsync(DecoderProcess process, StageJob job)
    {
        await DecoderProcess.WaitAsync(() => process.Sessions.Count <= 1, () => "too many sessions");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // What the collector keeps in reserve is no growth.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        var blobs = 0;
        foreach (var prefix in new[] { JobBlobs.AllFrames(job.Id), JobBlobs.AllFeatures(job.Id), JobBlobs.AllCheckpoints(job.Id) })
            await foreach (var _ in store.Blobs.ListAsync(prefix)) blobs++;
        return (Tensor.TotalCount, Activation.LiveCount, self.WorkingSet64, blobs);
    }
}
