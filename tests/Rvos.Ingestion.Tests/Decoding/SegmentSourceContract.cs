using Rvos.Contracts.Messages;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Decoding;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Decoding;

/// <summary>Frames of segments as they come to lie in the store.</summary>
public abstract class SegmentSourceContract : JobContract
{
    private static readonly (string, string)[] Settings = [("Rvos:Jobs:SegmentLength", "3"), ("Rvos:Jobs:SegmentsInFlight", "2")];

    [Fact]
    public async Task Decode_SegmentAfterSegment_AsTheCommandReadsThem()
    {
        await using var service = await ServeAsync(Settings);
        var job = await NewAsync(service, Clips.Small);
        var expected = await DecodedVideo.ReadAsync(Clips.Small, (await service.RowAsync(job)).Manifest);
        for (var segment = 0; segment < 7; segment++) await CheckAsync(service, job, segment, expected);
        await service.UntilAsync(job, row => row is { State: "completed", Frames: 20, Lost: null });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (service.Get<CursorPool>().Count > 0) await Task.Delay(20, limit.Token);
    }

    [Fact]
    public async Task Decode_StoppedAndStartedElsewhere_GoesOnExactly()
    {
        var place = await PlaceAsync();
        string job;
        DecodedVideo expected;
        await using (var first = await JobHarness.StartAsync(place, null, Settings))
        {
            job = await NewAsync(first, Clips.Small);
            expected = await DecodedVideo.ReadAsync(Clips.Small, (await first.RowAsync(job)).Manifest);
            for (var segment = 0; segment < 3; segment++) await CheckAsync(first, job, segment, expected);
        }

        await using var second = await JobHarness.StartAsync(place, null, [.. Settings, ("Rvos:Jobs:StallTime", "00:00:01"), ("Rvos:Jobs:SweepInterval", "00:00:00.2")]);
        for (var segment = 3; segment < 7; segment++) await CheckAsync(second, job, segment, expected);
        await second.UntilAsync(job, row => row.State == "completed");
    }

    [Fact]
    public async Task Decode_RevisionGoesBack_SameFramesAgain()
    {
        await using var service = await ServeAsync(Settings);
        var job = await NewAsync(service, Clips.Small);
        var expected = await DecodedVideo.ReadAsync(Clips.Small, (await service.RowAsync(job)).Manifest);
        for (var segment = 0; segment < 4; segment++) await CheckAsync(service, job, segment, expected);
        // What is due is there: nothing comes after the deletion.
        await service.UntilAsync(job, row => row.FramesDecoded == 18);
        await service.Blobs.DeletePrefixAsync(JobBlobs.AllFrames(job));
        using (var changed = await service.PostAsync($"/v1/jobs/{job}/objects", """{"objects":[{"id":2,"frame":4,"box":[60,60,90,90]}]}""")) await JobHarness.ReadAsync(changed, 202);
        Assert.Equal(0, (await service.RowAsync(job)).Manifest.Revisions[^1].FromSegment);
        for (var segment = 0; segment < 7; segment++) await CheckAsync(service, job, segment, expected, revision: 1);
        await service.UntilAsync(job, row => row.State == "completed");
    }

    [Fact]
    public async Task Decode_MessageTwiceAndBeyondTheEnd_NothingMoreIsWrittenOrOpened()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "16"));
        var job = await NewAsync(service, Clips.Small);
        await service.UntilAsync(job, row => row.Frames == 20);
        foreach (var due in new[] { new SegmentDue { JobId = job, Segment = 0, Count = 4 }, new SegmentDue { JobId = job, Segment = 2, Count = 1 }, new SegmentDue { JobId = job, Segment = 1, Count = 5, IsRepeat = true } })
            await service.PublishAsync(due);
        await Task.Delay(500);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (service.Get<CursorPool>().Count > 0) await Task.Delay(20, limit.Token);
        Assert.Equal([JobBlobs.Frames(job, 0), JobBlobs.Frames(job, 1)], await service.BlobsAsync(JobBlobs.AllFrames(job)));
        Assert.Equal("running", (await service.RowAsync(job)).State);
    }

    [Fact]
    public async Task Decode_LaterSegmentIsDueFirst_NoneIsLeftOut()
    {
        await using var service = await ServeAsync(Settings);
        var job = await NewAsync(service, Clips.Small);
        await service.UntilAsync(job, row => row.FramesDecoded == 6);
        foreach (var segment in new[] { 3, 2, 5, 4 }) await service.PublishAsync(new SegmentDue { JobId = job, Segment = segment, Count = 1 });
        var expected = Enumerable.Range(0, 6).Select(segment => JobBlobs.Frames(job, segment));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        string[] frames;
        while ((frames = await service.BlobsAsync(JobBlobs.AllFrames(job))).Length < 6) await Task.Delay(20, limit.Token);
        Assert.Equal(expected, frames);
    }

    [Fact]
    public async Task Decode_TruncatedVideo_WhatWasLostIsSaid()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "16"));
        var whole = Clips.Make("mkv", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=4", "-pix_fmt", "yuv420p", "-c:v", "mpeg4");
        var job = await NewAsync(service, whole[..(whole.Length / 2)]);
        var row = await service.UntilAsync(job, row => row.Frames is not null || row.State == "failed");
        Assert.True(row.Frames is > 0 and < 40, row.Error);
        Assert.NotNull(row.Lost);
        Assert.Equal(row.Lost, (await service.JobAsync(job)).Lost);
    }

    [Fact]
    public async Task Decode_FewerFramesThanAPromptsFrame_FailsWithASentence()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "16"));
        // It starts between key frames: what refers to a picture before its start is counted, and cannot be decoded.
        var whole = Clips.Make("ts", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=2", "-pix_fmt", "yuv420p", "-c:v", "mpeg2video", "-g", "12", "-bf", "0");
        var video = await service.AddVideoAsync(whole[(whole.Length / 3 / 188 * 188)..]);
        var last = video.Frames!.Value - 1;
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id, JobBodies.Box + $$""",{"id":2,"frame":{{last}},"box":[0,0,9,9]}"""));
        var row = await service.UntilAsync(job.Id, row => row.Frames is not null);
        for (var segment = 0; segment * 16 < row.Frames; segment++)
        {
            await service.PublishAsync(new MasksDecoded { JobId = job.Id, Segment = segment, Revision = 0, FramesSoFar = (int)Math.Min(row.Frames.Value, (segment + 1) * 16), IsLast = (segment + 1) * 16 >= row.Frames });
            await service.UntilAsync(job.Id, now => now.SegmentsMasked > segment || now.State == "failed");
        }

        row = await service.UntilAsync(job.Id, row => row.State == "failed");
        Assert.True(row.Frames <= last);
        Assert.Equal($"There is a mask for frame {last}, but the video has {row.Frames} frames (0 to {row.Frames - 1}).", row.Error);
    }

    [Fact]
    public async Task Decode_VideoGone_FailsWithASentenceWithoutPaths()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumRunning", "1"), ("Rvos:Jobs:SegmentLength", "1"), ("Rvos:Jobs:SegmentsInFlight", "1"), ("Rvos:Jobs:Cursors", "1"));
        var (blocking, job) = (await NewAsync(service, Clips.Small), await NewAsync(service, Clips.Small));
        var video = (await service.RowAsync(job)).VideoId;
        await service.Blobs.DeletePrefixAsync($"videos/{video}/");
        service.Get<VideoFiles>().Forget(video);
        using (var client = service.Client())
        using (await client.DeleteAsync($"/v1/jobs/{blocking}"))
        {
            var row = await service.UntilAsync(job, row => row.State == "failed");
            Assert.Equal("The video 'clip.mp4' is gone.", row.Error);
        }
    }

    [Fact]
    public async Task Decode_MoreJobsThanVideosMayBeOpen_AllGoOnAndFewAreOpen()
    {
        await using var service = await ServeAsync([.. Settings, ("Rvos:Jobs:Cursors", "2"), ("Rvos:Jobs:MaximumRunning", "6")]);
        var video = await service.AddVideoAsync();
        var jobs = new List<string>();
        for (var i = 0; i < 6; i++) jobs.Add((await service.CreateAsync(JobBodies.OneShot(video.Id))).Id);
        var expected = await DecodedVideo.ReadAsync(Clips.Small, (await service.RowAsync(jobs[0])).Manifest);
        for (var segment = 0; segment < 7; segment++)
        {
            foreach (var job in jobs) await CheckAsync(service, job, segment, expected);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (service.Get<CursorPool>().Count > 2) await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Waits for a segment's frames, compares them, and has the job go on as if they were segmented.</summary>
    private static async Task CheckAsync(JobHarness service, string job, int segment, DecodedVideo expected, int revision = 0)
    {
        var window = (await service.RowAsync(job)).Manifest.SegmentLength;
        await service.UntilAsync(job, row => row.FramesDecoded >= Math.Min(20, (segment + 1) * window) && row.Revision == revision);
        (FramesHeader Header, ReadOnlyMemory<byte> Content)? found = null;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((found = await SegmentFile.FindAsync<FramesHeader>(service.Blobs, JobBlobs.Frames(job, segment), limit.Token)) is null) await Task.Delay(20, limit.Token);
        var (header, content) = found.Value;
        expected.AssertSame(segment, header, content);
        Assert.True((await service.BlobsAsync(JobBlobs.AllFrames(job))).Length <= segment + 3);
        await service.PublishAsync(new MasksDecoded { JobId = job, Segment = segment, Revision = (await service.RowAsync(job)).Manifest.RevisionOf(segment), FramesSoFar = header.First + header.Timestamps.Count, IsLast = header.IsLast });
        await service.UntilAsync(job, row => row.SegmentsMasked > segment);
    }

    private static async Task<string> NewAsync(JobHarness service, byte[] clip) => (await service.CreateAsync(JobBodies.OneShot((await service.AddVideoAsync(clip)).Id))).Id;
}
