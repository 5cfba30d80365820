using System.Text;
using System.Text.Json;
using Rvos.Evaluation.Davis;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Metrics.Jobs;
using Rvos.Metrics.Tests.Support;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Metrics.Tests;

/// <summary>From the end of a job to its figures, in one process with a folder as store.</summary>
public sealed class JobEvaluationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-metrics-").FullName;
    private MetricsHarness _service = null!;

    public async ValueTask InitializeAsync() => _service = await MetricsHarness.EmbeddedAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 10)]
    public async Task Consume_Completed_FiguresAreThoseOfEvaluateBitForBit(int revision, int maxObjects)
    {
        var job = new SampleJob { Id = "job_1", Revision = revision, MaxObjects = maxObjects };
        await job.StoreAsync(_service.Blobs);

        await _service.PublishAsync(job.Ended);

        var answer = await _service.AnswerAsync(job);
        Figures.AssertEqual(job, _folder, maxObjects == 0 ? DavisProtocol.Davis2017SemiSupervised : DavisProtocol.RvosZeroShot, answer);
        Assert.Equal(("job_1", revision), (answer.JobId, answer.Revision));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => 3 + (2 * i)), answer.Frames);
        Assert.InRange(answer.Overall!.JAndF!.Value, 0.3, 0.95);
        if (maxObjects > 0) Assert.Equal([7, 3], answer.Objects.Select(o => o.Result));
    }

    [Fact]
    public async Task Consume_ZeroShotWithTruthOfDavis2016_FiguresAreThoseOfEvaluate()
    {
        var job = new SampleJob { Id = "job_1", MaxObjects = 10, HasBinaryTruth = true };
        await job.StoreAsync(_service.Blobs);

        await _service.PublishAsync(job.Ended);

        var answer = await _service.AnswerAsync(job);
        Figures.AssertEqual(job, _folder, DavisProtocol.RvosZeroShot, answer);
        Assert.Equal([7], answer.Objects.Select(o => o.Result));
    }

    [Fact]
    public async Task Consume_Completed_LeavesSnakeCase()
    {
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(_service.Blobs);

        await _service.PublishAsync(job.Ended);
        await _service.AnswerAsync(job);

        var json = JsonDocument.Parse((await _service.Blobs.TryReadAsync(job.Answer))!).RootElement;
        Assert.Equal(["error", "frames", "job_id", "objects", "overall", "protocol", "revision"], json.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(["f", "j", "j_and_f"], json.GetProperty("overall").EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(["f", "id", "j", "result", "summary"], json.GetProperty("objects")[0].EnumerateObject().Select(p => p.Name).Order());
    }

    [Fact]
    public async Task Consume_SameEventAgain_LeavesTheBlobAlone()
    {
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(_service.Blobs);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _service.PublishAsync(job.Ended)));
        await _service.AnswerAsync(job);
        await SettleAsync("job_2");
        var before = await _service.Blobs.FindAsync(job.Answer);

        await _service.PublishAsync(job.Ended);
        await SettleAsync("job_3");

        Assert.Equal(before, await _service.Blobs.FindAsync(job.Answer));
        Figures.AssertEqual(job, _folder, DavisProtocol.Davis2017SemiSupervised, await _service.AnswerAsync(job));
    }

    [Fact]
    public async Task Consume_OtherEndsAndJobsThatAreGone_LeaveNothing()
    {
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(_service.Blobs);

        await _service.PublishAsync(job.Ended with { State = "failed" });
        await _service.PublishAsync(job.Ended with { State = "cancelled" });
        await _service.PublishAsync(job.Ended with { HasGroundTruth = false });
        await _service.PublishAsync(job.Ended with { JobId = "job_gone" });
        await SettleAsync("job_2");

        Assert.Null(await _service.Blobs.FindAsync(job.Answer));
        Assert.Null(await _service.Blobs.FindAsync(JobBlobs.Metrics("job_gone", 0)));
    }

    [Fact]
    public async Task EvaluateAsync_JobRemovedMeanwhile_LeavesNoOrphan()
    {
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(_service.Blobs);
        var store = RemovingStore.Over(_service.Blobs, job.Id, leavesTombstone: true);

        await new JobEvaluator(store, new ManifestStore(store), _service.Figures).EvaluateAsync(job.Id, 0, job.Frames, CancellationToken.None);

        Assert.Equal([JobBlobs.Manifest(job.Id)], await _service.Blobs.ListAsync(JobBlobs.All(job.Id)).Select(b => b.Name).ToListAsync());
    }

    [Fact]
    public async Task EvaluateAsync_ManifestIsAbsentAfterwards_TheFiguresStay()
    {
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(_service.Blobs);
        var store = RemovingStore.Over(_service.Blobs, job.Id, leavesTombstone: false);

        await new JobEvaluator(store, new ManifestStore(store), _service.Figures).EvaluateAsync(job.Id, 0, job.Frames, CancellationToken.None);

        Assert.Equal([job.Answer], await _service.Blobs.ListAsync(JobBlobs.All(job.Id)).Select(b => b.Name).ToListAsync());
    }

    [Fact]
    public async Task EvaluateAsync_CancelledJob_WritesNothing()
    {
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(_service.Blobs);
        await new ManifestStore(_service.Blobs).WriteTombstoneAsync(job.Id, CancellationToken.None);

        await new JobEvaluator(_service.Blobs, new ManifestStore(_service.Blobs), _service.Figures).EvaluateAsync(job.Id, 0, job.Frames, CancellationToken.None);

        Assert.Null(await _service.Blobs.FindAsync(job.Answer));
    }

    [Theory]
    [InlineData("no-png", "the ground truth of frame 5 cannot be read: not a PNG")]
    [InlineData("cut", "the ground truth of frame 5 cannot be read")]
    [InlineData("size", "the ground truth of frame 5 is 8x4, the video 97x61")]
    [InlineData("huge", "the ground truth of frame 5 cannot be read")]
    [InlineData("end", "frame 30 has ground truth, but the video has 22 frames only")]
    [InlineData("few", "of 2 annotated frames none is left without the first and the last")]
    [InlineData("none", "of 0 annotated frames none is left")]
    [InlineData("empty", "the first ground truth, of frame 1, shows no object")]
    [InlineData("stray", "frame 3: the result has label 2, the sequence 1 objects")]
    [InlineData("mask-cut", "the job's mask of frame 11 is damaged")]
    [InlineData("mask-header", "the job's mask of frame 9 is damaged: not a segment")]
    [InlineData("mask-gone", "the job's mask of frame 9 is gone")]
    [InlineData("manifest", "the description of the job is damaged")]
    public async Task Consume_SomethingDamaged_SaysWhatInTheFiguresPlace(string what, string error)
    {
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(_service.Blobs);
        await DamageAsync(_service.Blobs, job, what);

        await _service.PublishAsync(job.Ended);

        var answer = await _service.AnswerAsync(job);
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
        Assert.Null(answer.Overall);
        Assert.Empty(answer.Objects);
        await SettleAsync("job_2");
    }

    [Fact]
    public async Task Consume_ManyBadMasks_NamesTheFirstFew()
    {
        var job = new SampleJob { Id = "job_1", Step = 1, FirstTruth = 0 };
        await job.StoreAsync(_service.Blobs);
        for (var frame = 3; frame < 20; frame++) await _service.Blobs.PutAsync(JobBlobs.Truth(job.Id, frame), "nonsense"u8.ToArray());

        await _service.PublishAsync(job.Ended);

        var error = (await _service.AnswerAsync(job)).Error!;
        Assert.Contains("frame 7 ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("frame 8 ", error, StringComparison.Ordinal);
        Assert.EndsWith("; more was not looked for", error, StringComparison.Ordinal);
    }

    private static async Task DamageAsync(IBlobStore blobs, SampleJob job, string what)
    {
        var truth = JobBlobs.Truth(job.Id, 5);
        var segment = JobBlobs.Masks(job.Id, 0, 2);
        switch (what)
        {
            case "no-png": await blobs.PutAsync(truth, Encoding.UTF8.GetBytes("hello")); break;
            case "cut": await blobs.PutAsync(truth, PngWriter.Encode(SampleJob.Truth(5)).AsMemory()[..^20]); break;
            case "size": await blobs.PutAsync(truth, PngWriter.Encode(new LabelMask(8, 4, new byte[32]))); break;
            case "huge": await blobs.PutAsync(truth, PngWriter.EncodeGrey(4000, 3000, new byte[12_000_000])); break;
            case "end": await blobs.PutAsync(JobBlobs.Truth(job.Id, 30), PngWriter.Encode(SampleJob.Truth(30))); break;
            case "few": foreach (var frame in job.Annotated.Skip(2)) await blobs.DeleteAsync(JobBlobs.Truth(job.Id, frame)); break;
            case "none": foreach (var frame in job.Annotated) await blobs.DeleteAsync(JobBlobs.Truth(job.Id, frame)); break;
            case "empty": foreach (var frame in job.Annotated) await blobs.PutAsync(JobBlobs.Truth(job.Id, frame), PngWriter.Encode(Empty())); await BlankAsync(blobs, job); break;
            case "stray": await blobs.PutAsync(JobBlobs.Truth(job.Id, 1), PngWriter.Encode(OnlyFirst())); break;
            case "mask-cut": await blobs.PutAsync(segment, (await blobs.TryReadAsync(segment))!.AsMemory()[..^20]); break;
            case "mask-header": await blobs.PutAsync(segment, "nonsense"u8.ToArray()); break;
            case "mask-gone": await blobs.DeleteAsync(segment); break;
            case "manifest": await blobs.PutAsync(JobBlobs.Manifest(job.Id), "{"u8.ToArray()); break;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }
    }

    private static LabelMask Empty() => new(SampleJob.Width, SampleJob.Height, new byte[SampleJob.Width * SampleJob.Height]);

    private static LabelMask OnlyFirst() => new(SampleJob.Width, SampleJob.Height, [.. SampleJob.Truth(1).Labels.Select(l => l == 2 ? (byte)0 : l)]);

    // Masks without any object, so that it is the ground truth alone that shows none.
    private static async Task BlankAsync(IBlobStore blobs, SampleJob job)
    {
        var png = PngWriter.Encode(Empty());
        for (var first = 0; first < job.Frames; first += SampleJob.SegmentLength)
        {
            var count = Math.Min(SampleJob.SegmentLength, job.Frames - first);
            var header = new MasksHeader { First = first, Frames = [.. Enumerable.Range(0, count).Select(i => new MaskEntry(0, i * png.Length, png.Length, []))] };
            await blobs.PutAsync(JobBlobs.Masks(job.Id, 0, first / SampleJob.SegmentLength), SegmentFile.Write(header, [.. Enumerable.Repeat(png, count).SelectMany(b => b)]));
        }
    }

    // Two of these fill both places of the queue: what was published before them is through.
    private async Task SettleAsync(string id)
    {
        for (var i = 0; i < 4; i++)
        {
            var job = new SampleJob { Id = $"{id}_{i}" };
            await job.StoreAsync(_service.Blobs);
            await _service.PublishAsync(job.Ended);
            Assert.Null((await _service.AnswerAsync(job)).Error);
        }
    }
}
