using System.Net;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>Uploads whose length is told after their creation (tus extension creation-defer-length).</summary>
public abstract class TusDeferredContract : IngestionContract
{
    private static readonly (string, string) Deferred = ("Upload-Defer-Length", "1");

    [Fact]
    public async Task Deferred_LengthWithTheLastPiece_BecomesAVideo()
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "2048"));
        using var tus = service.Tus();
        var path = await CreateAsync(tus);
        using (var head = await tus.HeadAsync(path)) Assert.Equal(("1", null, "0"), (head.Header("Upload-Defer-Length"), head.Header("Upload-Length"), head.Header("Upload-Offset")));
        using (var seen = await tus.GetAsync(path)) Assert.Contains("\"length\":null", await seen.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var first = await tus.PatchAsync(path, 0, Clips.Small[..5000])) first.AssertStatus(HttpStatusCode.NoContent);
        using var last = await tus.PatchAsync(path, 5000, Clips.Small[5000..], Length(Clips.Small.Length));
        last.AssertStatus(HttpStatusCode.NoContent);
        using (var head = await tus.HeadAsync(path)) Assert.Equal((null, $"{Clips.Small.Length}"), (head.Header("Upload-Defer-Length"), head.Header("Upload-Length")));
        await service.AssertOnlyVideosAsync(last.Header("X-Rvos-Video")!);
    }

    [Fact]
    public async Task Deferred_LengthAfterAllBytes_BecomesAVideo()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await CreateAsync(tus);
        using (var first = await tus.PatchAsync(path, 0, new ChunkedContent(Clips.Small))) Assert.Null(first.Header("X-Rvos-Video"));
        using var last = await tus.PatchAsync(path, Clips.Small.Length, [], Length(Clips.Small.Length));
        await service.AssertOnlyVideosAsync(last.Header("X-Rvos-Video")!);
    }

    [Fact]
    public async Task Create_WithBytesAndBothHeaders_TheLengthCounts()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        using var body = new ByteArrayContent(Clips.Small);
        body.Headers.Add("Content-Type", TusClient.ContentType);
        using var created = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", body, Deferred, Length(Clips.Small.Length));
        created.AssertStatus(HttpStatusCode.Created);
        await service.AssertOnlyVideosAsync(created.Header("X-Rvos-Video")!);
    }

    [Theory]
    [InlineData("5001", 413)]
    [InlineData("99", 400)]
    [InlineData("0", 422)]
    [InlineData("-1", 400)]
    [InlineData("many", 400)]
    public async Task Patch_LengthThatCannotBe_RefusedAndNotSet(string length, int status)
    {
        await using var service = await StartAsync(("Rvos:Videos:MaximumBytes", "5000"));
        using var tus = service.Tus();
        var path = await CreateAsync(tus);
        using (var first = await tus.PatchAsync(path, 0, new byte[100])) first.AssertStatus(HttpStatusCode.NoContent);
        using (var refused = await tus.PatchAsync(path, 100, new byte[10], ("Upload-Length", length))) await refused.AssertProblemAsync(status, "[Upload-Length]");
        using var head = await tus.HeadAsync(path);
        Assert.Equal(("1", "100"), (head.Header("Upload-Defer-Length"), head.Header("Upload-Offset")));
    }

    [Fact]
    public async Task Patch_LengthChangedLater_409()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await CreateAsync(tus);
        using (var first = await tus.PatchAsync(path, 0, new byte[100], Length(300))) first.AssertStatus(HttpStatusCode.NoContent);
        using (var same = await tus.PatchAsync(path, 100, new byte[50], Length(300))) same.AssertStatus(HttpStatusCode.NoContent);
        using (var other = await tus.PatchAsync(path, 150, new byte[50], Length(400))) await other.AssertProblemAsync(409, "[Upload-Length]");
        using (var beyond = await tus.PatchAsync(path, 150, new byte[151])) await beyond.AssertProblemAsync(413);
        Assert.Equal(150, await tus.OffsetAsync(path));
        var fixedPath = await tus.CreateAsync(300);
        using var changed = await tus.PatchAsync(fixedPath, 0, new byte[50], Length(200));
        await changed.AssertProblemAsync(409, "[Upload-Length]");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Patch_WithoutLengthBeyondTheLargest_413(bool chunked)
    {
        await using var service = await StartAsync(("Rvos:Videos:MaximumBytes", "5000"), ("Rvos:Uploads:PartBytes", "1024"));
        using var tus = service.Tus();
        var path = await CreateAsync(tus);
        using var body = chunked ? new ChunkedContent(new byte[5001]) : (HttpContent)new ByteArrayContent(new byte[5001]);
        using var answer = await tus.PatchAsync(path, 0, body);
        await answer.AssertProblemAsync(413);
        Assert.InRange(await tus.OffsetAsync(path), 0, 5000);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("true")]
    public async Task Create_DeferredOtherwiseThanBy1_400(string value)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        using var answer = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", null, ("Upload-Defer-Length", value));
        await answer.AssertProblemAsync(400, "[Upload-Defer-Length]");
    }

    [Fact]
    public async Task Expired_WithoutLength_SweptWithItsBytes()
    {
        await using var service = await StartAsync(("Rvos:Uploads:Expiry", "01:00:00"), ("Rvos:Uploads:OpenPerTenant", "1"));
        using var tus = service.Tus();
        var path = await CreateAsync(tus);
        using (var first = await tus.PatchAsync(path, 0, new byte[1000])) first.AssertStatus(HttpStatusCode.NoContent);
        using (var second = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", null, Deferred)) await second.AssertProblemAsync(429);
        service.Time.Advance(TimeSpan.FromHours(2));
        await service.SweepUploadsAsync();
        await service.AssertOnlyVideosAsync();
        Assert.Equal(-1, await tus.OffsetAsync(path));
    }

    private static (string, string) Length(long length) => ("Upload-Length", $"{length}");

    private static async Task<string> CreateAsync(TusClient tus)
    {
        using var created = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", null, Deferred, ("Upload-Metadata", TusClient.Metadata("stream.mp4")));
        created.AssertStatus(HttpStatusCode.Created);
        return created.Headers.Location!.ToString();
    }
}
