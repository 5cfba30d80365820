using System.Net;
using System.Text.Json;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>One file of several uploads (tus extension concatenation).</summary>
public abstract class TusConcatenationContract : IngestionContract
{
    [Fact]
    public async Task Final_OfThreePartials_IsTheFileInTheOrderTold()
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "2048"));
        using var tus = service.Tus();
        var file = Clips.Small;
        var last = await PartialAsync(tus, file[9000..]);
        var first = await PartialAsync(tus, file[..3000]);
        var middle = await PartialAsync(tus, file[3000..9000]);
        using (var head = await tus.HeadAsync(middle)) Assert.Equal(("partial", "6000", null), (head.Header("Upload-Concat"), head.Header("Upload-Offset"), head.Header("X-Rvos-Video")));
        using var final = await JoinAsync(tus, [first, new Uri(service.Url, middle).ToString(), last]);
        final.AssertStatus(HttpStatusCode.Created);
        var id = final.Header("X-Rvos-Video")!;
        await service.AssertOnlyVideosAsync(id);
        var video = await service.VideoAsync(id);
        Assert.Equal(("whole.mp4", (long)file.Length, Clips.Sha256(file)), (video.Name, video.Length, video.Sha256));
        using (var head = await tus.HeadAsync(final.Headers.Location!.ToString()))
            Assert.Equal(($"final;{first} {middle} {last}", $"{file.Length}", $"{file.Length}"), (head.Header("Upload-Concat"), head.Header("Upload-Length"), head.Header("Upload-Offset")));
        using var patched = await tus.PatchAsync(final.Headers.Location!.ToString(), file.Length, []);
        await patched.AssertProblemAsync(403);
    }

    [Fact]
    public async Task Final_AskedAgainAndAtOnce_IsOneVideo()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var partials = new[] { await PartialAsync(tus, Clips.Small[..4000]), await PartialAsync(tus, Clips.Small[4000..]) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => JoinAsync(tus, partials)));
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Locked }));
        using var again = await JoinAsync(tus, partials);
        again.AssertStatus(HttpStatusCode.Created);
        var made = answers.Where(answer => answer.StatusCode == HttpStatusCode.Created).ToArray();
        Assert.All(made, answer => Assert.Equal((again.Headers.Location, again.Header("X-Rvos-Video")), (answer.Headers.Location, answer.Header("X-Rvos-Video"))));
        await service.AssertOnlyVideosAsync(again.Header("X-Rvos-Video")!);
        // A client that starts over asks for the offsets first.
        Assert.Equal(4000, await tus.OffsetAsync(partials[0]));
        using var other = await JoinAsync(tus, [partials[0]]);
        await other.AssertProblemAsync(409, "[Upload-Concat]");
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Partials_DeferredOrEmpty_AreJoinedToo()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        string deferred;
        using (var created = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", null, ("Upload-Defer-Length", "1"), ("Upload-Concat", "partial"))) deferred = created.Headers.Location!.ToString();
        using (var early = await JoinAsync(tus, [deferred])) await early.AssertProblemAsync(409, "[Upload-Concat]");
        using (var patched = await tus.PatchAsync(deferred, 0, Clips.Small, ("Upload-Length", $"{Clips.Small.Length}"))) patched.AssertStatus(HttpStatusCode.NoContent);
        using var final = await JoinAsync(tus, [await PartialAsync(tus, []), deferred]);
        await service.AssertOnlyVideosAsync(final.Header("X-Rvos-Video")!);
    }

    [Fact]
    public async Task Partials_ThatExpireOrAreDeleted_LeaveNothing()
    {
        await using var service = await StartAsync(("Rvos:Uploads:Expiry", "01:00:00"), ("Rvos:Uploads:OpenPerTenant", "2"));
        using var tus = service.Tus();
        string deleted = await PartialAsync(tus, Clips.Small), expired = await PartialAsync(tus, new byte[4000]);
        using (var third = await tus.TryCreateAsync(10, ("Upload-Concat", "partial"))) await third.AssertProblemAsync(429);
        using (var gone = await tus.DeleteAsync(deleted)) gone.AssertStatus(HttpStatusCode.NoContent);
        // No video is made of a partial upload, whatever its bytes.
        await service.SweepUploadsAsync();
        Assert.Single(await service.BlobNamesAsync());
        service.Time.Advance(TimeSpan.FromHours(2));
        using (var late = await JoinAsync(tus, [expired])) await late.AssertProblemAsync(410);
        await service.SweepUploadsAsync();
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Partials_DeletedOrExpiredOnceTheyAreJoined_LeaveTheVideo()
    {
        await using var service = await StartAsync(("Rvos:Uploads:Expiry", "01:00:00"));
        using var tus = service.Tus();
        string first = await PartialAsync(tus, Clips.Small[..4000]), second = await PartialAsync(tus, Clips.Small[4000..]);
        using var final = await JoinAsync(tus, [first, second]);
        using (var deleted = await tus.DeleteAsync(first)) deleted.AssertStatus(HttpStatusCode.NoContent);
        service.Time.Advance(TimeSpan.FromHours(2));
        await service.SweepUploadsAsync();
        await service.AssertOnlyVideosAsync(final.Header("X-Rvos-Video")!);
        Assert.Equal(-1, await tus.OffsetAsync(second));
    }

    [Fact]
    public async Task Final_OfBytesThatAreNoVideo_422AndNothingKept()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var partials = new[] { await PartialAsync(tus, new byte[3000]), await PartialAsync(tus, new byte[2000]) };
        using (var refused = await JoinAsync(tus, partials)) await refused.AssertProblemAsync(422);
        await service.AssertOnlyVideosAsync();
        using var again = await JoinAsync(tus, partials);
        await again.AssertProblemAsync(410);
    }

    [Fact]
    public async Task Final_LargerThanTheLargest_413()
    {
        await using var service = await StartAsync(("Rvos:Videos:MaximumBytes", "5000"));
        using var tus = service.Tus();
        using var answer = await JoinAsync(tus, [await PartialAsync(tus, new byte[3000]), await PartialAsync(tus, new byte[2001])]);
        await answer.AssertProblemAsync(413, "[Upload-Concat]");
    }

    [Fact]
    public async Task Final_OfAnotherTenantsPartial_RefusedAsUnknown()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        using var stranger = service.Tus("stranger");
        var theirs = await PartialAsync(stranger, Clips.Small);
        using (var answer = await JoinAsync(tus, [theirs])) await answer.AssertProblemAsync(400, "There is no upload");
        // A video that was made is not told to another tenant either.
        using var made = await JoinAsync(stranger, [theirs]);
        made.AssertStatus(HttpStatusCode.Created);
        using var again = await JoinAsync(tus, [theirs]);
        await again.AssertProblemAsync(400, "There is no upload");
    }

    [Theory]
    [InlineData("whole")]
    [InlineData("Partial")]
    [InlineData("final")]
    [InlineData("final;")]
    [InlineData("final;/v1/uploads/")]
    [InlineData("final;/v1/uploads/upl_1")]
    [InlineData("final;/v1/videos/upl_0199d1a2b3c4d5e6f708192a3b4c5d6e")]
    [InlineData("final;file:///v1/uploads/upl_0199d1a2b3c4d5e6f708192a3b4c5d6e")]
    [InlineData("final;/v1/uploads/upl_0199d1a2b3c4d5e6f708192a3b4c5d6e /v1/uploads/upl_0199d1a2b3c4d5e6f708192a3b4c5d6e")]
    public async Task Create_ConcatThatCannotBeRead_400(string concat)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        using var answer = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", null, ("Upload-Concat", concat));
        await answer.AssertProblemAsync(400, "[Upload-Concat]");
    }

    [Fact]
    public async Task Final_OfOrdinaryUploadsOrWithLengthOrBytes_400()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var partial = await PartialAsync(tus, Clips.Small);
        using (var ordinary = await JoinAsync(tus, [partial, await tus.CreateAsync(100)])) await ordinary.AssertProblemAsync(400, "[Upload-Concat]");
        using (var length = await tus.TryCreateAsync(10, ("Upload-Concat", "final;" + partial))) await length.AssertProblemAsync(400, "[Upload-Length]");
        using var body = new ByteArrayContent(new byte[5]);
        body.Headers.Add("Content-Type", TusClient.ContentType);
        using var bytes = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", body, ("Upload-Concat", "final;" + partial));
        await bytes.AssertProblemAsync(400, "[body]");
        // Nothing of it was used up.
        using var final = await JoinAsync(tus, [partial]);
        final.AssertStatus(HttpStatusCode.Created);
    }

    [Fact]
    public async Task GetOfAPartial_TellsItsStates()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var partial = await PartialAsync(tus, Clips.Small);
        Assert.Equal("stored", await StateAsync(tus, partial));
        using var final = await JoinAsync(tus, [partial]);
        Assert.Equal(("joined", "completed"), (await StateAsync(tus, partial), await StateAsync(tus, final.Headers.Location!.ToString())));
    }

    private static Task<HttpResponseMessage> JoinAsync(TusClient tus, string[] partials) =>
        tus.SendAsync(HttpMethod.Post, "/v1/uploads", null, ("Upload-Concat", "final;" + string.Join(' ', partials)), ("Upload-Metadata", TusClient.Metadata("whole.mp4")));

    private static async Task<string> PartialAsync(TusClient tus, byte[] bytes)
    {
        using var created = await tus.TryCreateAsync(bytes.Length, ("Upload-Concat", "partial"));
        created.AssertStatus(HttpStatusCode.Created);
        var path = created.Headers.Location!.ToString();
        if (bytes.Length == 0) return path;
        using var patched = await tus.PatchAsync(path, 0, bytes);
        patched.AssertStatus(HttpStatusCode.NoContent);
        Assert.Null(patched.Header("X-Rvos-Video"));
        return path;
    }

    private static async Task<string> StateAsync(TusClient tus, string path)
    {
        using var answer = await tus.GetAsync(path);
        return JsonSerializer.Deserialize<UploadResponse>(await answer.Content.ReadAsStringAsync(), ApiJson.Options)!.State;
    }
}
