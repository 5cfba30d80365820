using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Tests.Support;
using Rvos.Video.Masks;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Jobs that are made: what is stored of them, in every form that masks may have.</summary>
public abstract class JobCreationContract : JobContract
{
    [Fact]
    public async Task Create_EveryFormOfMaskAtSeveralFrames_OneMaskForEachFrame()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var objects = $$"""
            {"id":1,"box":[10,10,30,30],"fill":true},{"id":2,"polygon":[[40,40],[60,40],[60,60],[40,60]]},
            {"id":3,"frame":5,"rle":{{JobBodies.Rle(JobBodies.Labels((7, 70, 20)), 7)}}},{"id":254,"frame":9,"png":"{{JobBodies.Png(JobBodies.Labels((9, 100, 70)))}}"}
            """;
        var masks = $$""","masks":[{"png":"{{JobBodies.Png(JobBodies.Labels((5, 20, 20), (6, 100, 0)))}}"},{"frame":19,"png":"{{JobBodies.Png(JobBodies.Labels((8, 0, 0)))}}"}]""";
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id, objects, masks));
        var row = await service.RowAsync(job.Id);
        var prompts = row.Manifest.Prompts;
        Assert.Equal([0, 5, 9, 19], prompts.Select(p => p.Frame));
        Assert.Equal(["1 2 5 6", "3", "254", "8"], prompts.Select(p => string.Join(' ', p.Objects)));
        var first = JobBodies.Labels((5, 20, 20), (6, 100, 0), (1, 10, 10), (2, 40, 40));
        Assert.Equal(first.Labels, (await MaskAsync(service, prompts[0].Blob)).Labels);
        Assert.Equal(JobBodies.Labels((3, 70, 20)).Labels, (await MaskAsync(service, prompts[1].Blob)).Labels);
        Assert.Equal(JobBodies.Labels((254, 100, 70)).Labels, (await MaskAsync(service, prompts[2].Blob)).Labels);
        Assert.Equal(JobBodies.Labels((8, 0, 0)).Labels, (await MaskAsync(service, prompts[3].Blob)).Labels);
    }

    [Fact]
    public async Task Create_HeaderCountsTheFirstFragmentAlone_TakesObjectsOfLaterFrames()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync(
            Clips.Make("mp4", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=2", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-g", "4", "-bf", "0", "-movflags", "frag_keyframe"));

        var job = await service.CreateAsync(JobBodies.OneShot(video.Id, """{"id":1,"frame":19,"box":[0,0,9,9],"fill":true}"""));

        Assert.Equal(20, video.Frames);
        Assert.Equal(19, Assert.Single((await service.RowAsync(job.Id)).Manifest.Prompts).Frame);
    }

    [Fact]
    public async Task Create_MasksAsOtherToolsWriteThem_AreTheSameMasks()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var alpha = JobBodies.AlphaPng(JobBodies.Labels((1, 100, 70)));
        var objects = $$"""
            {"id":1,"rle":{{JobBodies.RleList(JobBodies.Labels((7, 70, 20)), 7)}}},{"id":2,"polygon":[10,10,30,10,30,30,10,30]},
            {"id":3,"frame":4,"polygon":[[40,40,60,40,60,60,40,60],[50,40,60,40,60,60,50,60]]},{"id":4,"frame":4,"png":"{{alpha}}"}
            """;
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id, objects, $$""","masks":[{"frame":8,"png":"{{alpha}}"}]"""));
        var prompts = (await service.RowAsync(job.Id)).Manifest.Prompts;
        Assert.Equal(JobBodies.Labels((1, 70, 20), (2, 10, 10)).Labels, (await MaskAsync(service, prompts[0].Blob)).Labels);
        Assert.Equal(JobBodies.Labels((3, 40, 40), (4, 100, 70)).Labels, (await MaskAsync(service, prompts[1].Blob)).Labels);
        Assert.Equal(JobBodies.Labels((1, 100, 70)).Labels, (await MaskAsync(service, prompts[2].Blob)).Labels);
        using var changed = await service.PostAsync($"/v1/jobs/{job.Id}/objects", $$"""{"objects":[{"id":9,"frame":12,"rle":{{JobBodies.RleList(JobBodies.Labels((1, 0, 0)), 1)}}}]}""");
        Assert.Equal(1, (await JobHarness.ReadAsync(changed, 202)).Revision);
        using var corrected = await service.PostAsync($"/v1/jobs/{job.Id}/corrections", $$"""{"objects":[{"id":2,"frame":13,"rle":{{JobBodies.RleList(JobBodies.Labels((1, 40, 0)), 1)}}}]}""");
        Assert.Equal(2, (await JobHarness.ReadAsync(corrected, 202)).Revision);
    }

    [Fact]
    public async Task Create_WithAll_ShownAsAsked()
    {
        await using var service = await ServeAsync(("Rvos:Outbound:AllowedHosts:0", "hooks.example"));
        service.Names.Map("hooks.example", "10.0.0.1");
        var video = await service.AddVideoAsync();
        var truth = JobBodies.Png(JobBodies.Labels((1, 0, 0)));
        var more = $$""","labels":{"camera":"nord","ä":"ö"},"webhook":{"url":"http://hooks.example:8000/x"},"ground_truth":[{"frame":4,"png":"{{truth}}"}],"model":"rvos-resnet18-small" """;
        using var answer = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id, JobBodies.Box, more).Replace("\"outputs\":[],", "", StringComparison.Ordinal));
        var job = await JobHarness.ReadAsync(answer, 201);
        Assert.Equal($"/v1/jobs/{job.Id}", answer.Headers.Location?.ToString());
        Assert.Equal((video.Id, "one-shot", "rvos-resnet18-small", "nord", "ö"), (job.Video, job.Mode, job.Model, job.Labels["camera"], job.Labels["ä"]));
        Assert.NotNull(job.Links.Overlay);
        Assert.NotNull(job.Links.Metrics);
        Assert.Equal(Convert.FromBase64String(truth), await service.Blobs.TryReadAsync(JobBlobs.Truth(job.Id, 4)));
        Assert.Equal(job.Id, (await service.JobAsync(job.Id)).Id);
    }

    [Fact]
    public async Task Create_ZeroShotWithAModelForIt_NoPrompts()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync($$"""{"video":"{{video.Id}}","mode":"zero-shot","model":"small-zero-shot","max_objects":7}""");
        var manifest = (await service.RowAsync(job.Id)).Manifest;
        Assert.Equal((7, 0), (manifest.MaxObjects, manifest.Prompts.Count));
        using var changed = await service.PostAsync($"/v1/jobs/{job.Id}/objects", """{"objects":[{"id":2,"box":[0,0,9,9]}]}""");
        await changed.AssertProblemAsync(422, "zero-shot");
    }

    [Fact]
    public async Task Create_Job_FramesOfItsWindowAreDecodedAndNoMore()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "2"), ("Rvos:Jobs:SegmentsInFlight", "3"));
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        await service.UntilAsync(job.Id, row => row.FramesDecoded == 6);
        await service.PublishAsync(new MasksDecoded { JobId = job.Id, Segment = 0, Revision = 0, FramesSoFar = 2 });
        await service.UntilAsync(job.Id, row => row.FramesDecoded == 8);
        await Task.Delay(300);
        Assert.Equal(8, (await service.RowAsync(job.Id)).FramesDecoded);
        Assert.Equal(4, (await service.BlobsAsync(JobBlobs.AllFrames(job.Id))).Length);
    }

    [Fact]
    public async Task Objects_AddedToARunningJob_NewRevisionFromItsSegment()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "4"));
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        using (var added = await service.PostAsync($"/v1/jobs/{job.Id}/objects", """{"objects":[{"id":2,"frame":17,"box":[60,60,90,90],"fill":true},{"id":3,"frame":17,"box":[0,0,9,9],"fill":true}]}"""))
            Assert.Equal((1, "running"), Of(await JobHarness.ReadAsync(added, 202)));
        using (var corrected = await service.PostAsync($"/v1/jobs/{job.Id}/corrections", """{"objects":[{"id":2,"frame":17,"box":[20,60,50,90],"fill":true}]}"""))
            Assert.Equal((2, "running"), Of(await JobHarness.ReadAsync(corrected, 202)));
        var manifest = (await service.RowAsync(job.Id)).Manifest;
        Assert.Equal([(0, "1"), (17, "2 3")], manifest.Prompts.Select(p => (p.Frame, string.Join(' ', p.Objects))));
        var mask = await MaskAsync(service, manifest.Prompts[1].Blob);
        Assert.Equal((2, 0, 3), (mask.Labels[70 * 128 + 30], mask.Labels[70 * 128 + 70], mask.Labels[5 * 128 + 5]));
        // What the stages read says so too.
        await service.UntilAsync(job.Id, row => row.Revision == 2);
        var manifests = service.Get<ManifestStore>();
        for (var i = 0; i < 200 && (await manifests.FindAsync(job.Id, CancellationToken.None))?.Revisions.Count != 3; i++) await Task.Delay(20);
        Assert.Equal(3, (await manifests.FindAsync(job.Id, CancellationToken.None))!.Revisions.Count);
    }

    [Fact]
    public async Task Objects_AddedByManyAtOnce_EachIsInOrIsTold()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        var answers = await Task.WhenAll(Enumerable.Range(2, 8).Select(id => service.PostAsync($"/v1/jobs/{job.Id}/objects", $$"""{"objects":[{"id":{{id}},"frame":{{id}},"box":[60,60,90,90],"fill":true}]}""")));
        var taken = answers.Select((answer, i) => (answer, Id: i + 2)).Where(each => (int)each.answer.StatusCode == 202).Select(each => each.Id).ToArray();
        Assert.All(answers, answer => Assert.Contains((int)answer.StatusCode, new[] { 202, 409 }));
        Assert.NotEmpty(taken);
        var row = await service.RowAsync(job.Id);
        Assert.Equal(taken.Length, row.Revision);
        Assert.Equal(taken, row.Manifest.Prompts.SelectMany(p => p.Objects).Where(id => id > 1).Order());
        Assert.Equal(row.Manifest.Prompts.Select(p => p.Blob).Order(StringComparer.Ordinal), await service.BlobsAsync(JobBlobs.AllPrompts(job.Id)));
    }

    [Fact]
    public async Task Objects_JobCancelled_409()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        using var client = service.Client();
        using (await client.DeleteAsync($"/v1/jobs/{job.Id}"))
        using (var changed = await service.PostAsync($"/v1/jobs/{job.Id}/objects", """{"objects":[{"id":2,"box":[60,60,90,90]}]}"""))
            await changed.AssertProblemAsync(409, "cancelled");
    }

    private static (int Revision, string State) Of(Rvos.Contracts.Http.JobResponse job) => (job.Revision, job.State);

    private static async Task<LabelMask> MaskAsync(JobHarness service, string blob) =>
        LabelMaskReader.Read(await service.Blobs.TryReadAsync(blob) ?? throw new BlobNotFoundException(blob), MaskValues.Raw);
}
