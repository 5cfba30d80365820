using Rvos.Encoder.Tests.Support;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Testing.Stages;
using static TorchSharp.torch;

namespace Rvos.Encoder.Tests;

public sealed class S2sEncodingTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-encoder-").FullName;
    private FolderBlobStore store = null!;
    private EncoderProcess process = null!;

    public async ValueTask InitializeAsync()
    {
        store = new FolderBlobStore(folder, flushToDisk: false, TimeProvider.System);
        await store.InitializeAsync();
        process = await EncoderProcess.StartAsync(store);
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Encode_TwoJobsOfTheSameFrames_SameBytesAndNoTensorLeft()
    {
        var (first, second) = (await MakeAsync("first"), await MakeAsync("second"));
        Assert.True(await process.EncodeAsync(first.Id, 0));
        var live = Tensor.TotalCount;
        Assert.True(await process.EncodeAsync(second.Id, 0));
        Assert.Equal(live, Tensor.TotalCount);
        Assert.Equal(await FeaturesAsync(first), await FeaturesAsync(second));
    }

    private async Task<StageJob> MakeAsync(string id)
    {
        var job = await StageJob.CreateAsync(store, id, frames: 6, segmentLength: 6, model: StageModels.S2s);
        await job.WriteFramesAsync(0);
        return job;
    }

    private async Task<string> FeaturesAsync(StageJob job) =>
        Convert.ToHexString((await SegmentFile.FindAsync<FramesHeader>(store, JobBlobs.Features(job.Id, 0), CancellationToken.None) ?? throw new InvalidOperationException("no features")).Content.Span);
}
