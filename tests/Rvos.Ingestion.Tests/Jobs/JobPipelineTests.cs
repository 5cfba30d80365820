using Microsoft.Extensions.DependencyInjection;
using Rvos.Contracts.Messages;
using Rvos.Decoder;
using Rvos.Encoder;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Tests.Support;
using Rvos.Testing.Stages;
using Rvos.Video.Decoding;
using Rvos.Video.Masks;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Whole jobs, from the video to the masks, with the real encoder and decoder in one process: what changes of objects do to them.</summary>
public sealed class JobPipelineTests : JobContract
{
    private const int Frames = 20;
    private static readonly LabelMask First = JobBodies.Labels((1, 30, 30)), Added = JobBodies.Labels((2, 80, 60)), Moved = JobBodies.Labels((1, 60, 20));

    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());

    [Fact]
    public async Task Job_Whole_MasksOfTheCommandAndOneEnd()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service);
        await service.UntilAsync(job, row => row.State == "completed", 120);
        Assert.Equal(await ExpectedAsync((0, First)), await MasksAsync(service, job));
        await TidyAsync(service, job, ends: 1);
    }

    [Fact]
    public async Task Objects_AddedToACompletedJob_EarlierMasksStayAndLaterAreThoseOfBoth()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service);
        await service.UntilAsync(job, row => row.State == "completed", 120);
        var before = await MasksAsync(service, job);
        using (var added = await service.PostAsync($"/v1/jobs/{job}/objects", $$"""{"objects":[{"id":2,"frame":17,"png":"{{JobBodies.Png(Added)}}"}]}""")) await JobHarness.ReadAsync(added, 202);
        var row = await service.UntilAsync(job, row => row.State == "completed", 120);
        Assert.Equal((1, 16), (row.Revision, row.Manifest.Revisions[^1].FromSegment));
        var after = await MasksAsync(service, job);
        Assert.Equal(before[..17], after[..17]);
        Assert.Equal(await ExpectedAsync((0, First), (17, Added)), after);
        Assert.NotEqual(before[17], after[17]);
        await TidyAsync(service, job, ends: 2);
    }

    [Fact]
    public async Task Objects_CorrectedInACompletedJob_DecodedFromTheCheckpointBefore()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service);
        await service.UntilAsync(job, row => row.State == "completed", 120);
        var before = await MasksAsync(service, job);
        using (var corrected = await service.PostAsync($"/v1/jobs/{job}/corrections", $$"""{"objects":[{"id":1,"frame":18,"png":"{{JobBodies.Png(Moved)}}"}]}""")) await JobHarness.ReadAsync(corrected, 202);
        await service.UntilAsync(job, row => row.State == "completed" && row.Revision == 1, 120);
        var after = await MasksAsync(service, job);
        Assert.Equal(before[..18], after[..18]);
        Assert.Equal(await ExpectedAsync((0, First), (18, Moved)), after);
        await TidyAsync(service, job, ends: 2);
    }

    [Fact]
    public async Task Export_MasksOfASegmentAreMissing_DecodedAgainAndByteEqual()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service);
        await service.UntilAsync(job, row => row.State == "completed", 120);
        var before = await MasksAsync(service, job);
        // As it stands when the overlay is asked for.
        await service.ExecuteAsync("update jobs set state = 'finishing', wants_overlay = 1, finished_at = null, cleanings = 0 where id = @job", new { job });
        await service.Blobs.DeleteAsync(JobBlobs.Masks(job, 0, 17));
        await service.PublishAsync(new ExportsRequested { JobId = job, Revision = 0 });
        await service.UntilAsync(job, row => row.Revision == 1);
        await service.SweepAsync();
        await service.UntilAsync(job, row => row.State == "completed", 120);
        Assert.Equal(before, await MasksAsync(service, job));
        Assert.NotNull(await service.Blobs.FindAsync(JobBlobs.Overlay(job, 1)));
    }

    [Fact]
    public async Task Masked_OutOfOrder_CountedInOrderWithoutAskingAgain()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "4"));
        var video = await service.AddVideoAsync();
        var job = (await service.CreateAsync(JobBodies.OneShot(video.Id))).Id;
        await service.UntilAsync(job, row => row.FramesDecoded == 16);
        foreach (var segment in new[] { 1, 0 }) await service.PublishAsync(new MasksDecoded { JobId = job, Segment = segment, Revision = 0, FramesSoFar = (segment + 1) * 4 });
        await service.UntilAsync(job, row => row.SegmentsMasked == 2);
    }

    [Fact]
    public async Task Masked_OneNeverHeardOf_ItIsAskedForAndTheJobCompletes()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service);
        await service.UntilAsync(job, row => row.State == "completed", 120);
        // As if the word of the masks of 16 and 17 had been lost, and that of 18 came.
        await service.ExecuteAsync("update jobs set state = 'running', segments_masked = 16, frames_masked = 16, finished_at = null, cleanings = 0 where id = @job", new { job });
        await service.Get<ManifestStore>().WriteAsync((await service.RowAsync(job)).Manifest, CancellationToken.None);
        await service.PublishAsync(new MasksDecoded { JobId = job, Segment = 18, Revision = 0, FramesSoFar = 19 });
        await service.UntilAsync(job, row => row.State == "completed", 120);
    }

    [Fact]
    public async Task Objects_AddedToARunningJob_OneEndAndTheMasksOfBoth()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service);
        await service.UntilAsync(job, row => row.SegmentsMasked > 2, 120);
        using (var added = await service.PostAsync($"/v1/jobs/{job}/objects", $$"""{"objects":[{"id":2,"frame":19,"png":"{{JobBodies.Png(Added)}}"}]}"""))
        {
            var state = (await JobHarness.ReadAsync(added, 202)).State;
            await service.UntilAsync(job, row => row.State == "completed" && row.Revision == 1, 120);
            Assert.Equal(await ExpectedAsync((0, First), (19, Added)), await MasksAsync(service, job));
            if (state == "running") await TidyAsync(service, job, ends: 1);
        }
    }

    [Fact]
    public async Task Start_MessagesOfAnEndDiedWithTheProcess_ItIsToldAgainUnderTheSameId()
    {
        var place = await PlaceAsync();
        string told;
        await using (var first = await JobHarness.StartAsync(place, Hear))
        {
            var job = await NewAsync(first);
            using var client = first.Client();
            using (await client.DeleteAsync($"/v1/jobs/{job}")) told = (await EndAsync(first)).EventId;
        }

        await using var second = await JobHarness.StartAsync(place, Hear);
        Assert.Equal(told, (await EndAsync(second)).EventId);
    }

    private static void Hear(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EndRecorder.Heard>();
        builder.AddBusConsumer<EndRecorder>("test-ended");
    }

    private static async Task<Contracts.Messages.JobEnded> EndAsync(JobHarness service)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (service.Get<EndRecorder.Heard>().Ends.IsEmpty) await Task.Delay(20, limit.Token);
        return Assert.Single(service.Get<EndRecorder.Heard>().Ends);
    }

    private Task<JobHarness> StartAsync() => ServeAsync(
        builder =>
        {
            Hear(builder);
            builder.AddEncoder().AddDecoder();
        },
        ("Rvos:Jobs:SegmentLength", "1"), ("Rvos:Jobs:SecondCleaning", "00:00:30"));

    private static async Task<string> NewAsync(JobHarness service)
    {
        var video = await service.AddVideoAsync();
        return (await service.CreateAsync($$"""{"video":"{{video.Id}}","mode":"one-shot","outputs":[],"masks":[{"png":"{{JobBodies.Png(First)}}"}]}""")).Id;
    }

    private static async Task<string[]> MasksAsync(JobHarness service, string job)
    {
        using var client = service.Client();
        var masks = new string[Frames];
        for (var frame = 0; frame < Frames; frame++) masks[frame] = Convert.ToHexString(await client.GetByteArrayAsync($"/v1/jobs/{job}/masks/{frame}.png"));
        return masks;
    }

    private static async Task<string[]> ExpectedAsync(params (int Frame, LabelMask Mask)[] given)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Clips.Small);
            await using var source = await VideoSource.OpenAsync(path);
            var frames = new List<VideoFrame>();
            await foreach (var frame in source.ReadAsync()) frames.Add(frame);
            return [.. StageReference.Segment(StageModels.OneShot, frames, given, 0).Select(mask => mask.Png)];
        }
        finally
        {
            File.Delete(path);
        }
    }

    // As many ends as there should be, and nothing left over.
    private static async Task TidyAsync(JobHarness service, string job, int ends)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var heard = service.Get<EndRecorder.Heard>().Ends;
        while (heard.Count < ends) await Task.Delay(20, limit.Token);
        await Task.Delay(500);
        Assert.Equal(ends, heard.Count);
        Assert.Equal(ends, heard.Select(end => end.EventId).Distinct().Count());
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        var row = await service.RowAsync(job);
        var kept = Enumerable.Range(0, Frames).Select(segment => JobBlobs.Masks(job, row.Manifest.RevisionOf(segment), segment))
            .Append(JobBlobs.Manifest(job)).Append(JobBlobs.Build(job)).Append(JobBlobs.Checkpoint(job, row.Manifest.RevisionOf(15), 15)).Concat(row.Manifest.Prompts.Select(p => p.Blob));
        Assert.Equal(kept.Order(StringComparer.Ordinal), await service.BlobsAsync());
    }
}
