using Rvos.Decoder;
using Rvos.Encoder;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Tests.Support;
using Rvos.OpenCv.Boxes;
using Rvos.Testing.Stages;
using Rvos.Video.Decoding;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Objects that are shown by boxes: their masks are found when their frames are decoded, with the real encoder and decoder in one process.</summary>
public sealed class JobBoxTests : JobContract
{
    private const int Frames = 20;
    private static readonly LabelMask First = JobBodies.Labels((1, 30, 30)), Moved = JobBodies.Labels((1, 60, 20));
    private static readonly ObjectBox Box = new(2, new BoxPrompt(60, 30, 110, 80)), Other = new(3, new BoxPrompt(10, 40, 70, 90));

    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());

    [Fact]
    public async Task Job_BoxesBesideAMask_MasksOfTheCommandWithWhatWasFound()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service, $"{Body(Box, 0)},{Body(Other, 0)}");
        var row = await service.UntilAsync(job, row => row.State == "completed", 120);
        var frames = await FramesAsync();
        var found = new GrabCutBoxes().Find(frames[0].AsImage(), First, [Box, Other]);
        var prompt = Assert.Single(row.Manifest.Prompts);
        Assert.Equal([1, 2, 3], prompt.Objects);
        Assert.Equal(found.Mask.Labels, (await ReadAsync(service, prompt.Blob)).Labels);
        Assert.Equal(Expected(frames, (0, found.Mask)), await MasksAsync(service, job));
        Assert.Equal(found.Filled.Count, (await service.JobAsync(job)).Notes.Count);
    }

    [Fact]
    public async Task Objects_BoxAddedToARunningJob_TheMasksOfBoth()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service);
        await service.UntilAsync(job, row => row.SegmentsMasked > 2, 120);
        using (var added = await service.PostAsync($"/v1/jobs/{job}/objects", $$"""{"objects":[{{Body(Box, 5)}}]}""")) await JobHarness.ReadAsync(added, 202);
        await service.UntilAsync(job, row => row.State == "completed" && row.Revision == 1, 120);
        var frames = await FramesAsync();
        Assert.Equal(Expected(frames, (0, First), (5, new GrabCutBoxes().Find(frames[5].AsImage(), null, [Box]).Mask)), await MasksAsync(service, job));
    }

    [Fact]
    public async Task Objects_CorrectedInTheFrameOfABox_BoxIsLookedIntoAgainBesideTheCorrection()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service, Body(Box, 0));
        await service.UntilAsync(job, row => row.State == "completed", 120);
        using (var corrected = await service.PostAsync($"/v1/jobs/{job}/corrections", $$"""{"objects":[{"id":1,"png":"{{JobBodies.Png(Moved)}}"}]}""")) await JobHarness.ReadAsync(corrected, 202);
        var row = await service.UntilAsync(job, row => row.State == "completed" && row.Revision == 1, 120);
        var frames = await FramesAsync();
        Assert.Equal(Expected(frames, (0, new GrabCutBoxes().Find(frames[0].AsImage(), Moved, [Box]).Mask)), await MasksAsync(service, job));
        // Of the first revision nothing is left.
        service.Time.Advance(TimeSpan.FromMinutes(2));
        await service.SweepAsync();
        var prompt = Assert.Single(row.Manifest.Prompts);
        Assert.Equal(new[] { prompt.Blob, prompt.Given! }.Order(StringComparer.Ordinal), await service.BlobsAsync(JobBlobs.AllPrompts(job)));
    }

    [Fact]
    public async Task Objects_BoxCorrectedByAFilledOne_IsTheBox()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service, Body(Box, 3));
        await service.UntilAsync(job, row => row.State == "completed", 120);
        using (var corrected = await service.PostAsync($"/v1/jobs/{job}/corrections", """{"objects":[{"id":2,"frame":3,"box":[70,40,90,60],"fill":true}]}""")) await JobHarness.ReadAsync(corrected, 202);
        await service.UntilAsync(job, row => row.State == "completed" && row.Revision == 1, 120);
        Assert.Equal(Expected(await FramesAsync(), (0, First), (3, new BoxPrompt(70, 40, 90, 60).ToMask(128, 96, 2))), await MasksAsync(service, job));
    }

    [Fact]
    public async Task Job_BoxesInWhichNothingIsFound_IsSaid()
    {
        await using var service = await StartAsync();
        var job = await NewAsync(service, """{"id":4,"frame":2,"box":[0,0,128,96]},{"id":5,"frame":7,"box":[3,3,5,5]}""");
        await service.UntilAsync(job, row => row.State == "completed", 120);
        Assert.Equal(
            ["object 4 in frame 2 is its whole box: there is no background around it", "object 5 in frame 7 is its whole box: it is too small to look for an object in it"], (await service.JobAsync(job)).Notes);
    }

    [Fact]
    public async Task Create_MoreBoxesThanMayBeLookedInto_422()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var boxes = Enumerable.Range(0, 1001).Select(i => FormattableString.Invariant($$"""{"id":{{i % 200 + 1}},"frame":{{i / 200}},"box":[{{i % 100}},{{i % 200 / 100 * 40}},{{i % 100 + 20}},{{i % 200 / 100 * 40 + 30}}]}"""));
        using var answer = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id, string.Join(',', boxes)));
        await answer.AssertProblemAsync(422, "more than one request may have");
    }

    private Task<JobHarness> StartAsync() => ServeAsync(builder => builder.AddEncoder().AddDecoder(), ("Rvos:Jobs:SegmentLength", "1"), ("Rvos:Jobs:SecondCleaning", "00:00:30"));

    private static async Task<string> NewAsync(JobHarness service, string objects = "")
    {
        var video = await service.AddVideoAsync();
        return (await service.CreateAsync($$"""{"video":"{{video.Id}}","mode":"one-shot","outputs":[],"masks":[{"png":"{{JobBodies.Png(First)}}"}],"objects":[{{objects}}]}""")).Id;
    }

    private static string Body(ObjectBox box, int frame) =>
        FormattableString.Invariant($$"""{"id":{{box.Label}},"frame":{{frame}},"box":[{{box.Box.X0}},{{box.Box.Y0}},{{box.Box.X1}},{{box.Box.Y1}}]}""");

    private static async Task<LabelMask> ReadAsync(JobHarness service, string blob) => LabelMaskReader.Read((await service.Blobs.TryReadAsync(blob))!, MaskValues.Raw);

    private static async Task<string[]> MasksAsync(JobHarness service, string job)
    {
        using var client = service.Client();
        var masks = new string[Frames];
        for (var frame = 0; frame < Frames; frame++) masks[frame] = Convert.ToHexString(await client.GetByteArrayAsync($"/v1/jobs/{job}/masks/{frame}.png"));
        return masks;
    }

    private static async Task<List<VideoFrame>> FramesAsync()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Clips.Small);
            await using var source = await VideoSource.OpenAsync(path);
            var frames = new List<VideoFrame>();
            await foreach (var frame in source.ReadAsync()) frames.Add(frame);
            return frames;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Expected(List<VideoFrame> frames, params (int Frame, LabelMask Mask)[] given) => [.. StageReference.Segment(StageModels.OneShot, frames, given, 0).Select(mask => mask.Png)];
}
