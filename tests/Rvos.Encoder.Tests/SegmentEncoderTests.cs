using System.Security.Cryptography;
using System.Text.Json;
using MassTransit;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Encoder.Tests.Support;
using Rvos.Fused;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Libtorch;
using Rvos.Model;
using Rvos.Testing.Stages;
using static TorchSharp.torch;

namespace Rvos.Encoder.Tests;

public sealed class SegmentEncoderTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-encoder-").FullName;
    private FolderBlobStore store = null!;
    private HookedBlobStore blobs = null!;
    private EncoderProcess process = null!;

    public async ValueTask InitializeAsync()
    {
        store = new FolderBlobStore(folder, flushToDisk: false, TimeProvider.System);
        await store.InitializeAsync();
        blobs = new HookedBlobStore(store);
        process = await EncoderProcess.StartAsync(blobs);
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Consume_Frames_FeaturesAreThoseOfThePipelineAndAreTold()
    {
        // A last segment of 6 frames: batches of 4 and 2.
        var job = await StageJob.CreateAsync(store, "features", frames: 14, segmentLength: 8);
        await job.WriteFramesAsync(1);
        await process.SendAsync(job.Id, 1);
        await process.HearAsync<FeaturesExtracted>(m => m.JobId == job.Id && m.Segment == 1);
        var (header, content) = await SegmentFile.FindAsync<FramesHeader>(store, JobBlobs.Features(job.Id, 1), CancellationToken.None) ?? throw new InvalidOperationException();
        Assert.Equal((8, 6, true), (header.First, header.Timestamps.Count, header.IsLast));
        var (_, rgb) = await SegmentFile.FindAsync<FramesHeader>(store, JobBlobs.Frames(job.Id, 1), CancellationToken.None) ?? throw new InvalidOperationException();
        Assert.Equal(Convert.ToHexString(Expected(job, rgb.Span, 4, 2)), Convert.ToHexString(content.Span));
    }

    [Fact]
    public async Task Encode_Twice_WritesOnceAndTellsTwice()
    {
        var job = await StageJob.CreateAsync(store, "twice", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        Assert.True(await process.EncodeAsync(job.Id, 0));
        Assert.True(await process.EncodeAsync(job.Id, 0));
        Assert.Equal([JobBlobs.Build(job.Id), JobBlobs.Features(job.Id, 0)], blobs.Puts);
    }

    [Fact]
    public async Task Encode_TwoProcessesAtOnce_WriteTheSameBytes()
    {
        var job = await StageJob.CreateAsync(store, "both", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        await using var other = await EncoderProcess.StartAsync(store);
        Assert.True(await process.EncodeAsync(job.Id, 0));
        var first = await store.TryReadAsync(JobBlobs.Features(job.Id, 0));
        await store.DeleteAsync(JobBlobs.Features(job.Id, 0));
        Assert.True(await other.EncodeAsync(job.Id, 0));
        Assert.Equal(first, await store.TryReadAsync(JobBlobs.Features(job.Id, 0)));
    }

    [Fact]
    public async Task Encode_FramesGone_TellsOnlyWhenMasksAreThere()
    {
        var job = await StageJob.CreateAsync(store, "gone", frames: 8, segmentLength: 4);
        Assert.False(await process.EncodeAsync(job.Id, 0));
        await store.PutAsync(JobBlobs.Masks(job.Id, 0, 0), new byte[1]);
        Assert.True(await process.EncodeAsync(job.Id, 0));
        await job.ReviseAsync(0, (2, SampleClip.Boxes((1, 100, 100))));
        Assert.False(await process.EncodeAsync(job.Id, 0));
        Assert.Empty(blobs.Puts);
    }

    [Fact]
    public async Task Encode_EndedOrUnknownJob_DoesNothing()
    {
        var job = await StageJob.CreateAsync(store, "ended", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        await job.EndAsync();
        Assert.False(await process.EncodeAsync(job.Id, 0));
        Assert.False(await process.EncodeAsync("nobody", 0));
        Assert.Empty(blobs.Puts);
    }

    [Fact]
    public async Task Encode_JobEndsMeanwhile_LeavesNoFeatures()
    {
        var job = await StageJob.CreateAsync(store, "ending", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        blobs.BeforePut = name => name == JobBlobs.Features(job.Id, 0) ? job.EndAsync() : Task.CompletedTask;
        Assert.False(await process.EncodeAsync(job.Id, 0));
        Assert.Null(await store.FindAsync(JobBlobs.Features(job.Id, 0)));
    }

    [Fact]
    public async Task Encode_ManifestIsAbsentForAMoment_KeepsTheFeatures()
    {
        var job = await StageJob.CreateAsync(store, "absent", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        blobs.BeforePut = name => name == JobBlobs.Features(job.Id, 0) ? store.DeleteAsync(JobBlobs.Manifest(job.Id)) : Task.CompletedTask;
        Assert.False(await process.EncodeAsync(job.Id, 0));
        Assert.NotNull(await store.FindAsync(JobBlobs.Features(job.Id, 0)));
    }

    [Fact]
    public async Task Encode_AnotherWasFasterAndSoWasTheDecoder_LeavesNoFeatures()
    {
        var job = await StageJob.CreateAsync(store, "slow", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        blobs.BeforePut = name => name == JobBlobs.Features(job.Id, 0) ? store.PutAsync(JobBlobs.Masks(job.Id, 0, 0), new byte[1]) : Task.CompletedTask;
        Assert.False(await process.EncodeAsync(job.Id, 0));
        Assert.Null(await store.FindAsync(JobBlobs.Features(job.Id, 0)));
    }

    [Fact]
    public async Task Encode_FirstSegment_RecordsTheNumericalBuild()
    {
        var job = await StageJob.CreateAsync(store, "build", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        Assert.True(await process.EncodeAsync(job.Id, 0));
        var build = JsonSerializer.Deserialize<NumericalBuild>(await store.TryReadAsync(JobBlobs.Build(job.Id)))!;
        using var model = RvosModel.Open(StageModels.Catalogue.Find(job.Manifest.Model));
        var weights = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(StageModels.Catalogue.Find(job.Manifest.Model))));
        Assert.Equal(new NumericalBuild(weights, model.Engine.Arithmetic, TorchRuntime.Version), build);
        Assert.Matches(@"^2\.\d+\.\d+", build.Libtorch);
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("arithmetic")]
    [InlineData("libtorch")]
    public async Task Encode_JobOfAnotherBuild_IsLeftAlone(string what)
    {
        var first = await StageJob.CreateAsync(store, "first", frames: 4, segmentLength: 4);
        await first.WriteFramesAsync(0);
        Assert.True(await process.EncodeAsync(first.Id, 0));
        var own = JsonSerializer.Deserialize<NumericalBuild>(await store.TryReadAsync(JobBlobs.Build(first.Id)))!;
        var job = await StageJob.CreateAsync(store, "other-" + what, frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        var other = what switch { "weights" => own with { Weights = new string('0', 64) }, "arithmetic" => own with { Arithmetic = "fp64" }, _ => own with { Libtorch = "1.13.1" } };
        await store.PutAsync(JobBlobs.Build(job.Id), JsonSerializer.SerializeToUtf8Bytes(other));
        Assert.False(await process.EncodeAsync(job.Id, 0));
        Assert.Null(await store.FindAsync(JobBlobs.Features(job.Id, 0)));
        Assert.DoesNotContain(JobBlobs.Build(job.Id), blobs.Puts);
    }

    [Fact]
    public async Task Encode_DamagedRecordOfTheBuild_Throws()
    {
        var job = await StageJob.CreateAsync(store, "damaged-build", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        await store.PutAsync(JobBlobs.Build(job.Id), "{"u8.ToArray());
        await Assert.ThrowsAsync<InvalidDataException>(() => process.EncodeAsync(job.Id, 0));
    }

    [Fact]
    public async Task Encode_JobRemovedWhileItsBuildIsRecorded_LeavesNoRecord()
    {
        var job = await StageJob.CreateAsync(store, "removed", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        blobs.BeforePut = name => name == JobBlobs.Build(job.Id) ? new ManifestStore(store).WriteTombstoneAsync(job.Id, CancellationToken.None) : Task.CompletedTask;
        Assert.False(await process.EncodeAsync(job.Id, 0));
        Assert.Null(await store.FindAsync(JobBlobs.Build(job.Id)));
    }

    [Fact]
    public async Task Consume_DamagedFrames_FaultSaysSo()
    {
        var job = await StageJob.CreateAsync(store, "damaged", frames: 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        var bytes = await store.TryReadAsync(JobBlobs.Frames(job.Id, 0)) ?? throw new InvalidOperationException();
        await store.PutAsync(JobBlobs.Frames(job.Id, 0), bytes.AsMemory(0, bytes.Length - 1));
        await process.SendAsync(job.Id, 0);
        var fault = await process.HearAsync<Fault<FramesDecoded>>(f => f.Message.JobId == job.Id);
        Assert.Contains("4 frames", fault.Exceptions[0].Message, StringComparison.Ordinal);
        await store.PutAsync(JobBlobs.Frames(job.Id, 0), bytes.AsMemory(3));
        await Assert.ThrowsAsync<InvalidDataException>(() => process.EncodeAsync(job.Id, 0));
    }

    [Fact]
    public async Task Encode_ManySegments_LiveTensorsStayFlat()
    {
        var job = await StageJob.CreateAsync(store, "many", frames: 24 * 4, segmentLength: 4);
        await job.WriteFramesAsync(0);
        await process.EncodeAsync(job.Id, 0);
        var (tensors, activations) = (Tensor.TotalCount, Activation.LiveCount);
        for (var segment = 1; segment < job.Segments; segment++)
        {
            await job.WriteFramesAsync(segment);
            Assert.True(await process.EncodeAsync(job.Id, segment));
        }

        Assert.Equal((tensors, activations), (Tensor.TotalCount, Activation.LiveCount));
    }

    private static byte[] Expected(StageJob job, ReadOnlySpan<byte> rgb, params int[] batches)
    {
        using var model = RvosModel.Open(StageModels.Catalogue.Find(job.Manifest.Model));
        using var output = new MemoryStream();
        using var writer = new BinaryWriter(output);
        var (height, width, start) = (job.Manifest.InputHeight, job.Manifest.InputWidth, 0);
        foreach (var frames in batches)
        {
            var length = frames * height * width * 3;
            using var pyramid = model.Engine.EncodePyramid(rgb.Slice(start, length), frames, height, width);
            pyramid.Save(writer);
            start += length;
        }

        return output.ToArray();
    }
}
