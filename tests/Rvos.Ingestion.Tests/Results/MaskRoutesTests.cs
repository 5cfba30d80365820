using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Rvos.Contracts.Jobs;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>Masks, archive and annotations of jobs in all states.</summary>
public sealed class MaskRoutesTests
{
    private const string Job = "job_1", Root = "/v1/jobs/" + Job;

    [Fact]
    public async Task GetMask_FrameNotMaskedYet_SaysHowManyAre()
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        await masks.WriteAsync(0);
        server.Jobs.Set(masks.View(4, "running"));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync($"{Root}/masks/00003.png")).StatusCode);
        using var response = await server.Client.GetAsync($"{Root}/masks/00004.png");
        var problem = await ProblemAsync(response, HttpStatusCode.NotFound);
        Assert.Equal(4, problem.GetProperty("masked_frames").GetInt32());
        Assert.Equal("running", problem.GetProperty("state").GetString());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task GetMask_FrameBeyondTheEnd_PromisesNothing()
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        await masks.WriteAsync(0, isLast: true, count: 3);
        server.Jobs.Set(masks.View(3));
        using var response = await server.Client.GetAsync($"{Root}/masks/3.png");
        await ProblemAsync(response, HttpStatusCode.NotFound);
        Assert.Null(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task GetMask_NoNumber_IsABadRequest(string frame)
    {
        await using var server = await ResultsServer.StartAsync();
        server.Jobs.Set(Masks(server).View(4));
        using var response = await server.Client.GetAsync($"{Root}/masks/{frame}.png");
        Assert.Equal("frame", (await ProblemAsync(response, HttpStatusCode.BadRequest)).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("masks/0.png")]
    [InlineData("masks.zip")]
    [InlineData("annotations.json")]
    [InlineData("overlay.mp4")]
    [InlineData("metrics")]
    public async Task Get_OthersJob_IsNotFound(string result)
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        await masks.WriteAsync(0);
        server.Jobs.Set(masks.View(4));
        using var other = server.ClientOf("other");
        await ProblemAsync(await other.GetAsync($"{Root}/{result}"), HttpStatusCode.NotFound);
        await ProblemAsync(await server.Client.GetAsync($"/v1/jobs/job_2/{result}"), HttpStatusCode.NotFound);
        using var nobody = server.ClientOf(null);
        await ProblemAsync(await nobody.GetAsync($"{Root}/{result}"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task GetMask_KnownTag_IsNotSentAgainUntilRevised()
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        var before = await masks.WriteAsync(0);
        server.Jobs.Set(masks.View(4));
        using var first = await server.Client.GetAsync($"{Root}/masks/2.png");
        Assert.Equal(before[2], await first.Content.ReadAsByteArrayAsync());
        Assert.True(first.Headers.CacheControl is { NoCache: true, Private: true });
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(server, "masks/2.png", first));
        var after = await masks.WriteAsync(0, revision: 1);
        server.Jobs.Set(masks.View(4, "completed", new JobRevision(0, 0), new JobRevision(1, 0)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "masks/2.png", first));
        Assert.Equal(after[2], await server.Client.GetByteArrayAsync($"{Root}/masks/2.png"));
    }

    [Theory]
    [InlineData("masks.zip")]
    [InlineData("annotations.json")]
    public async Task Get_KnownTag_IsNotSentAgainUntilThereIsMore(string result)
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        await masks.WriteAsync(0);
        server.Jobs.Set(masks.View(4, "running"));
        using var first = await server.Client.GetAsync($"{Root}/{result}");
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(server, result, first));
        await masks.WriteAsync(1);
        server.Jobs.Set(masks.View(8, "running"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, result, first));
    }

    [Theory]
    [InlineData("masks/0.png", "image/png")]
    [InlineData("masks.zip", "application/zip")]
    [InlineData("annotations.json", "application/json")]
    public async Task Head_MasksThere_GivesHeadersAlone(string result, string type)
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        await masks.WriteAsync(0);
        server.Jobs.Set(masks.View(4));
        using var response = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{Root}/{result}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task GetArchive_RevisedJob_TakesEachSegmentFromTheRevisionThatCounts()
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        var first = await masks.WriteAsync(0);
        await masks.WriteAsync(1);
        await masks.WriteAsync(2, isLast: true, count: 2);
        var second = await masks.WriteAsync(1, revision: 1);
        var third = await masks.WriteAsync(2, isLast: true, revision: 2, count: 2);
        // The third revision begins behind the second's first segment.
        server.Jobs.Set(masks.View(10, "completed", new JobRevision(0, 0), new JobRevision(1, 1), new JobRevision(2, 2)));
        Assert.Equal([.. first, .. second, .. third], await ArchiveAsync(server));
        using var annotations = JsonDocument.Parse(await server.Client.GetByteArrayAsync($"{Root}/annotations.json"));
        Assert.Equal(10, annotations.RootElement.GetProperty("frames").GetArrayLength());
        Assert.Equal(third[1], await server.Client.GetByteArrayAsync($"{Root}/masks/9.png"));
    }

    [Fact]
    public async Task GetArchive_JobAtWork_HoldsWhatIsMasked()
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = Masks(server);
        server.Jobs.Set(masks.View(0, "queued"));
        Assert.Empty(await ArchiveAsync(server));
        using var none = JsonDocument.Parse(await server.Client.GetByteArrayAsync($"{Root}/annotations.json"));
        Assert.Equal(0, none.RootElement.GetProperty("frames").GetArrayLength());
        var first = await masks.WriteAsync(0);
        // Written, but not counted yet.
        await masks.WriteAsync(1);
        server.Jobs.Set(masks.View(4, "running"));
        Assert.Equal(first, await ArchiveAsync(server));
        using var some = JsonDocument.Parse(await server.Client.GetByteArrayAsync($"{Root}/annotations.json"));
        Assert.Equal(4, some.RootElement.GetProperty("frames").GetArrayLength());
        Assert.Equal("vid_unknown", some.RootElement.GetProperty("video").GetProperty("name").GetString());
    }

    private static SyntheticMasks Masks(ResultsServer server) => new(server.Blobs, Job, 32, 24, 4);

    private static async Task<byte[][]> ArchiveAsync(ResultsServer server)
    {
        using var archive = new ZipArchive(new MemoryStream(await server.Client.GetByteArrayAsync($"{Root}/masks.zip")));
        Assert.Equal(Enumerable.Range(0, archive.Entries.Count).Select(i => $"{i:D5}.png"), archive.Entries.Select(e => e.FullName));
        var pngs = new List<byte[]>();
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            await using (var stream = entry.Open()) await stream.CopyToAsync(content);
            pngs.Add(content.ToArray());
        }

        return [.. pngs];
    }

    private static async Task<HttpStatusCode> StatusAsync(ResultsServer server, string result, HttpResponseMessage known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/{result}");
        request.Headers.IfNoneMatch.Add(known.Headers.ETag!);
        using var response = await server.Client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
