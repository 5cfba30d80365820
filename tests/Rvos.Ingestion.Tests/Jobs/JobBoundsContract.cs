using System.Text;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>What a job's body may hold, and what bodies and masks may take of memory.</summary>
public abstract class JobBoundsContract : JobContract
{
    [Fact]
    public async Task Create_ListsAndTextsBeyondTheirBounds_SaidWhatAndWhere()
    {
        string Repeat(string text, int times) => string.Join(',', Enumerable.Repeat(text, times));
        const string Triangle = """{"id":1,"polygon":[[0,0],[9,0],[9,9]]}""", Empty = "\"\"";
        (string Template, string Field, string Detail)[] wrong =
        [
            ($$"""{"id":1,"polygon":[{{Repeat("0", 200_001)}}]}""", "objects[0].polygon", "more than 200000 numbers, two for each of 100000 points"),
            ($$"""{"id":1,"polygon":[{{Repeat("[1,1]", 100_001)}}]}""", "objects[0].polygon", "more than 200000 numbers"),
            ($$"""{"id":1,"polygon":[{{Repeat("[1,1]", 100_000)}}]},{{Triangle}},{{Triangle}}""", "objects[2].polygon", "more than 200006 numbers, two for each of 100000 points, the most that may be in the whole request"),
            (Repeat(JobBodies.Box, 9), "objects", "more than 8 objects"),
            ($$"""{"id":1,"box":[{{Repeat("0", 101)}}]}""", "objects[0].box", "more than 100 elements"),
            ($$$"""{"id":1,"rle":{"size":[{{{Repeat("0", 101)}}}],"counts":""}}""", "objects[0].rle.size", "more than 100 elements"),
            ($$$"""{"id":1,"rle":{"size":[96,128],"counts":"{{{new string('0', (4 << 20) + 1)}}}"}}""", "objects[0].rle.counts", "more than 4194304 bytes"),
            ($$"""{{JobBodies.Box}}],"masks":[{{Repeat("{}", 9)}}""", "masks", "more than 8 masks"),
            ($$"""{{JobBodies.Box}}],"ground_truth":[{{Repeat("{}", 9)}}""", "ground_truth", "more than 8 masks"),
            ($$"""{{JobBodies.Box}}],"outputs":[{{Repeat(Empty, 101)}}""", "outputs", "more than 100 elements"),
            ($$"""{{JobBodies.Box}}],"model":"{{new string('m', 20_000)}}","masks":[""", "model", "more than 16384 bytes"),
        ];
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumPoints", "100003"), ("Rvos:Jobs:MaximumGivenObjects", "8"), ("Rvos:Jobs:MaximumGivenFrames", "8"));
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id, Repeat(Triangle, 8)));
        foreach (var (objects, field, detail) in wrong)
        {
            using var answer = await service.PostAsync("/v1/jobs", $$"""{"video":"{{video.Id}}","mode":"one-shot","objects":[{{objects}}]}""");
            Assert.Contains(detail, await answer.AssertProblemAsync(422, $"[{field}]"), StringComparison.Ordinal);
        }

        using var change = await service.PostAsync($"/v1/jobs/{job.Id}/objects", $$"""{"objects":[{{wrong[0].Template}}]}""");
        await change.AssertProblemAsync(422, "[objects[0].polygon]");
        Assert.Equal(1, await service.CountAsync("jobs"));
    }

    [Fact]
    public async Task Create_MasksOfFormatsThatMasksDoNotHave_422()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        foreach (var (bits, colour) in ((int, int)[])[(16, 0), (16, 2), (16, 4), (16, 6)])
        {
            using var answer = await service.PostAsync("/v1/jobs", $$"""{"video":"{{video.Id}}","mode":"one-shot","masks":[{"png":"{{JobBodies.Bomb(JobBodies.Width, JobBodies.Height, bits, colour)}}"}]}""");
            Assert.Contains($"with {bits} bits", await answer.AssertProblemAsync(422, "[masks[0].png]"), StringComparison.Ordinal);
        }

        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Create_MoreInWorkThanMemoryIsFor_429UntilItIsGivenBack()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:WorkBytes", $"{3 << 20}"), ("Rvos:Jobs:WorkBytesPerTenant", $"{2 << 20}"));
        var (own, other) = (await service.AddVideoAsync(), await service.AddVideoAsync(tenant: "globex"));
        var spaces = new string(' ', 900_000);
        using (var slow = await RawConnection.OpenAsync(service.Url, "POST", "/v1/jobs", 1_000_000, ("Content-Type", "application/json")))
        {
            await slow.WriteAsync(Encoding.ASCII.GetBytes("{" + spaces[..700_000]));
            await UntilAsync(() => service.Get<WorkBudget>().Held == 1 << 20);
            using var refused = await service.PostAsync("/v1/jobs", JobBodies.OneShot(own.Id) + spaces);
            await refused.AssertProblemAsync(429, "[body]");
            Assert.Equal("2", refused.Header("Retry-After"));
            await service.CreateAsync(JobBodies.OneShot(other.Id) + spaces, "globex");
            slow.Cut();
        }

        await UntilAsync(() => service.Get<WorkBudget>().Held == 0);
        var job = await service.CreateAsync(JobBodies.OneShot(own.Id) + spaces);
        using var changed = await service.PostAsync($"/v1/jobs/{job.Id}/objects", """{"objects":[{"id":2,"frame":3,"box":[60,60,80,80]}]}""" + spaces);
        await JobHarness.ReadAsync(changed, 202);
        using var large = await service.PostAsync("/v1/jobs", JobBodies.OneShot(own.Id) + spaces + spaces + spaces);
        await large.AssertProblemAsync(413, "2097152 bytes of memory");
        Assert.Equal(0, service.Get<WorkBudget>().Held);
    }

    [Fact]
    public async Task Create_MasksThatTakeMoreThanATenantMay_413()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:WorkBytesPerTenant", $"{1 << 20}"));
        var video = await service.AddVideoAsync(Clips.Make("mp4", "-f", "lavfi", "-i", "testsrc2=s=640x560:r=10:d=0.3", "-pix_fmt", "yuv420p", "-c:v", "mpeg4"));
        using var answer = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id));
        await answer.AssertProblemAsync(413, "1048576 bytes of memory");
        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Start_TenantsShareBeyondTheWhole_Refused()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () => await ServeAsync(("Rvos:Jobs:WorkBytes", $"{1 << 20}"), ("Rvos:Jobs:WorkBytesPerTenant", $"{2 << 20}")));
        Assert.Contains("WorkBytesPerTenant: 2097152 is more than WorkBytes, 1048576", error.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!wanted()) await Task.Delay(20, limit.Token);
    }
}
