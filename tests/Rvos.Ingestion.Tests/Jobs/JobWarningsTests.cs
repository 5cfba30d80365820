using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Contracts.Messages;
using Rvos.Decoder;
using Rvos.Encoder;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>What is wanted beside the masks does not end the job when it cannot be made: the masks are what counts.</summary>
public sealed class JobWarningsTests : JobContract
{
    private const string NoOverlay = "The overlay could not be made. Masks and annotations are complete.";

    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());

    [Theory]
    [InlineData("gone")]
    [InlineData("other")]
    [InlineData("no video")]
    public async Task Overlay_ThatCannotBeMade_JobIsCompletedWithAWarning(string fault)
    {
        await using var service = await StartAsync();
        var job = await MaskedAsync(service, Clips.Small);
        var source = $"videos/{(await service.RowAsync(job)).VideoId}/source";
        service.Get<VideoFiles>().Forget((await service.RowAsync(job)).VideoId);
        if (fault == "gone") await service.Blobs.DeleteAsync(source);
        else await service.Blobs.PutAsync(source, fault == "other" ? Clips.Make("mp4", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=1", "-pix_fmt", "yuv420p", "-c:v", "mpeg4") : new byte[5000]);
        await ExportAsync(service, job);
        await service.UntilAsync(job, row => row.State is "completed" or "failed", 120);
        await AssertAsync(service, job, NoOverlay);
        using var client = service.Client();
        using (var overlay = await client.GetAsync($"/v1/jobs/{job}/overlay.mp4"))
        {
            await overlay.AssertProblemAsync(404, "warnings");
            Assert.Null(overlay.Headers.RetryAfter);
        }

        Assert.Equal(20, JsonDocument.Parse(await client.GetStringAsync($"/v1/jobs/{job}/annotations.json")).RootElement.GetProperty("frames").GetArrayLength());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!service.Get<EndRecorder.Heard>().Ends.Any(end => end.Warnings.SequenceEqual([NoOverlay]))) await Task.Delay(20, limit.Token);
    }

    [Fact]
    public async Task Overlay_MasksAreDamaged_JobDoesNotSayThatTheyAreComplete()
    {
        await using var service = await StartAsync();
        var job = await MaskedAsync(service, Clips.Small);
        await service.Blobs.PutAsync(JobBlobs.Masks(job, 0, 3), new byte[100]);
        await ExportAsync(service, job);
        var row = await service.UntilAsync(job, row => row.State is "completed" or "failed", 120);
        Assert.Equal(("failed", null), (row.State, row.Warnings));
        Assert.StartsWith("The masks are damaged: ", row.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overlay_SoundThatItCannotCarry_JobIsCompletedWithAWarning()
    {
        await using var service = await StartAsync();
        var job = await MaskedAsync(service, BrokenSound());
        await ExportAsync(service, job);
        await service.UntilAsync(job, row => row.State is "completed" or "failed", 120);
        await AssertAsync(service, job, "The overlay is without the sound of the video, which it cannot carry.");
        Assert.NotNull(await service.Blobs.FindAsync(JobBlobs.Overlay(job, 0)));
    }

    [Fact]
    public async Task FailedJob_WhoseMasksAreThere_IsFetchedAndCorrected()
    {
        await using var service = await StartAsync();
        var job = await MaskedAsync(service, Clips.Small);
        await service.ExecuteAsync("update jobs set state = 'failed', error = 'A test ended it.', segments_masked = 18, frames_masked = 18, cleanings = 1 where id = @job", new { job });
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        using var client = service.Client();
        var before = await client.GetByteArrayAsync($"/v1/jobs/{job}/masks/17.png");
        using (var beyond = await client.GetAsync($"/v1/jobs/{job}/masks/18.png")) await beyond.AssertProblemAsync(404);
        using (var corrected = await service.PostAsync($"/v1/jobs/{job}/corrections", """{"objects":[{"id":1,"frame":19,"box":[60,20,90,50],"fill":true}]}""")) Assert.Null((await JobHarness.ReadAsync(corrected, 202)).Error);
        var row = await service.UntilAsync(job, row => row.State is "completed" or "failed", 120);
        Assert.Equal(("completed", null, 20L), (row.State, row.Error, row.FramesMasked));
        Assert.Equal(before, await client.GetByteArrayAsync($"/v1/jobs/{job}/masks/17.png"));
    }

    // Sound in a codec that ffmpeg does not know.
    private static byte[] BrokenSound()
    {
        var file = Clips.Make("mp4", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=2", "-f", "lavfi", "-i", "sine=d=2", "-pix_fmt", "yuv420p", "-c:v", "mpeg4", "-c:a", "aac");
        "mha1"u8.CopyTo(file.AsSpan(file.AsSpan().LastIndexOf("mp4a"u8)));
        "skip"u8.CopyTo(file.AsSpan(file.AsSpan().LastIndexOf("esds"u8)));
        return file;
    }

    private Task<JobHarness> StartAsync() => ServeAsync(
        builder =>
        {
            builder.Services.AddSingleton<EndRecorder.Heard>();
            builder.AddBusConsumer<EndRecorder>("test-ended");
            builder.AddEncoder().AddDecoder();
        },
        ("Rvos:Jobs:SegmentLength", "1"), ("Rvos:Jobs:SecondCleaning", "00:00:30"));

    private static async Task<string> MaskedAsync(JobHarness service, byte[] file)
    {
        var video = await service.AddVideoAsync(file);
        var job = (await service.CreateAsync(JobBodies.OneShot(video.Id))).Id;
        await service.UntilAsync(job, row => row.State == "completed", 120);
        return job;
    }

    // As it stands when the overlay is asked for.
    private static async Task ExportAsync(JobHarness service, string job)
    {
        await service.ExecuteAsync("update jobs set state = 'finishing', wants_overlay = 1, finished_at = null, cleanings = 0 where id = @job", new { job });
        await service.PublishAsync(new ExportsRequested { JobId = job, Revision = 0 });
    }

    private static async Task AssertAsync(JobHarness service, string job, string warning)
    {
        var seen = await service.JobAsync(job);
        Assert.Equal(("completed", null, 20), (seen.State, seen.Error, seen.Progress.FramesSegmented));
        Assert.Equal([warning], seen.Warnings);
        Assert.Equal(warning == NoOverlay, seen.Links.Overlay is null);
    }
}
