using System.Net;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>Bytes on their way: whole, in pieces, cut off, too many, no video at all.</summary>
public abstract class TusTransferContract : IngestionContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Patch_PiecesOfAnySizeWithAndWithoutChecksums_GiveTheSameFile(int seed)
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "4096"));
        using var tus = service.Tus();
        var random = new Random(seed);
        var file = Clips.Small;
        var path = await tus.CreateAsync(file.Length, "straße ünd.mp4");
        for (var offset = 0; offset < file.Length;)
        {
            var piece = file.AsSpan(offset, Math.Min(random.Next(0, 9000), file.Length - offset)).ToArray();
            using var answer = await (random.Next(2) == 0 ? tus.PatchAsync(path, offset, piece) : tus.PatchAsync(path, offset, piece, TusClient.Checksum(piece)));
            answer.AssertStatus(HttpStatusCode.NoContent);
            offset += piece.Length;
            Assert.Equal($"{offset}", answer.Header("Upload-Offset"));
            Assert.Equal(offset == file.Length, answer.Header("X-Rvos-Video") is not null);
        }

        await AssertCompletedAsync(service, tus, path, file, "straße ünd.mp4");
    }

    [Fact]
    public async Task Create_WithTheWholeFile_BecomesTheVideoAtOnce()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        using var body = new ByteArrayContent(Clips.Small);
        body.Headers.Add("Content-Type", TusClient.ContentType);
        using var answer = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", body, ("Upload-Length", $"{Clips.Small.Length}"), TusClient.Checksum(Clips.Small));
        answer.AssertStatus(HttpStatusCode.Created);
        Assert.Equal($"{Clips.Small.Length}", answer.Header("Upload-Offset"));
        await AssertCompletedAsync(service, tus, answer.Headers.Location!.ToString(), Clips.Small, "video");
    }

    [Theory]
    [InlineData(460)]
    [InlineData(413)]
    [InlineData(415)]
    public async Task Create_WithBytesThatAreRefused_LeavesNoUpload(int status)
    {
        await using var service = await StartAsync(("Rvos:Uploads:OpenPerTenant", "1"));
        using var tus = service.Tus();
        using var body = new ByteArrayContent(new byte[3000]);
        body.Headers.Add("Content-Type", status == 415 ? "video/mp4" : TusClient.ContentType);
        using var answer = await tus.SendAsync(
            HttpMethod.Post, "/v1/uploads", body, ("Upload-Length", status == 413 ? "2999" : "4000"), TusClient.Checksum(status == 460 ? new byte[1] : new byte[3000]));
        await answer.AssertProblemAsync(status);
        Assert.Null(answer.Headers.Location);
        await service.AssertOnlyVideosAsync();
        // The only place is free again.
        await tus.CreateAsync(10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Patch_ConnectionCut_ResumesFromTheOffsetOfHead(bool withChecksum)
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "1024"));
        using var tus = service.Tus();
        var file = Clips.Small;
        var path = await tus.CreateAsync(file.Length);
        using (var raw = withChecksum
            ? await RawConnection.PatchAsync(service.Url, path, 0, file.Length, TusClient.Checksum(file))
            : await RawConnection.PatchAsync(service.Url, path, 0, file.Length))
        {
            await raw.WriteAsync(file.AsMemory(0, 5000));
            if (!withChecksum) await tus.OffsetAsync(path, reached: offset => offset >= 4096);
            raw.Cut();
        }

        // What came without a checksum counts, to the last byte if the server saw it; with one, only all of it would.
        var resumed = withChecksum ? 0 : await tus.OffsetAsync(path, offset => offset >= 4096);
        Assert.InRange(resumed, withChecksum ? 0 : 4096, withChecksum ? 0 : 5000);
        await tus.ResumeAsync(path, file);
        await AssertCompletedAsync(service, tus, path, file, "clip.mp4");
    }

    [Fact]
    public async Task Patch_ServiceStopsInTheMiddle_KeepsWhatCame()
    {
        var place = await PlaceAsync();
        var file = Clips.Small;
        string path;
        await using (var service = await IngestionHarness.StartAsync(place, ("Rvos:Uploads:PartBytes", "1024")))
        {
            using var tus = service.Tus();
            path = await tus.CreateAsync(file.Length);
            using var raw = await RawConnection.PatchAsync(service.Url, path, 0, file.Length);
            await raw.WriteAsync(file.AsMemory(0, 5000));
            await tus.OffsetAsync(path, reached: offset => offset >= 4096);
            await service.StopAsync();
            Assert.Contains("503", await raw.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await using var next = await IngestionHarness.StartAsync(place);
        using var client = next.Tus();
        Assert.InRange(await client.OffsetAsync(path), 4096, 5000);
        await client.ResumeAsync(path, file);
        await AssertCompletedAsync(next, client, path, file, "clip.mp4");
    }

    [Fact]
    public async Task PatchAndDelete_WhileAnotherWrites_423()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(5000);
        using var raw = await RawConnection.PatchAsync(service.Url, path, 0, 5000);
        await raw.WriteAsync(new byte[100]);
        using (var second = await tus.PatchAsync(path, 0, new byte[10])) await second.AssertProblemAsync(423);
        using (var deleted = await tus.DeleteAsync(path)) await deleted.AssertProblemAsync(423);
        raw.Cut();
        await UnlockedAsync(tus, path);
        using var last = await tus.DeleteAsync(path);
        last.AssertStatus(HttpStatusCode.NoContent);
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Patch_BeyondTheLength_413AndTheUploadIsStillGood(bool chunked)
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "4096"));
        using var tus = service.Tus();
        var file = Clips.Small;
        var path = await tus.CreateAsync(file.Length);
        byte[] longer = [.. file, 0];
        using HttpContent body = chunked ? new ChunkedContent(longer) : new ByteArrayContent(longer);
        using var answer = await tus.PatchAsync(path, 0, body);
        await answer.AssertProblemAsync(413, "beyond");
        await tus.ResumeAsync(path, file);
        await AssertCompletedAsync(service, tus, path, file, "clip.mp4");
    }

    [Fact]
    public async Task Patch_InManySmallPieces_RefusedBeyondTheLimit()
    {
        await using var service = await StartAsync(("Rvos:Uploads:MaximumParts", "3"));
        using var tus = service.Tus();
        var path = await tus.CreateAsync(100);
        for (var i = 0; i < 3; i++) using (var taken = await tus.PatchAsync(path, i, new byte[1])) taken.AssertStatus(HttpStatusCode.NoContent);
        using var answer = await tus.PatchAsync(path, 3, new byte[1]);
        await answer.AssertProblemAsync(400, "small pieces");
        Assert.Equal(3, await tus.OffsetAsync(path));
    }

    [Fact]
    public async Task Patch_MoreAtOnceThanAllowed_503UntilOneIsDone()
    {
        await using var service = await StartAsync(("Rvos:Uploads:Parallelism", "1"));
        using var tus = service.Tus();
        var (first, second) = (await tus.CreateAsync(5000), await tus.CreateAsync(5000));
        using var raw = await RawConnection.PatchAsync(service.Url, first, 0, 5000);
        await raw.WriteAsync(new byte[100]);
        using (var busy = await tus.PatchAsync(second, 0, new byte[10]))
        {
            await busy.AssertProblemAsync(503);
            Assert.Equal("2", busy.Header("Retry-After"));
        }

        raw.Cut();
        await UnlockedAsync(tus, first);
        using var free = await tus.PatchAsync(second, 0, new byte[10]);
        free.AssertStatus(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Patch_LastBytesOfWhatIsNoVideo_422AndNothingKept(bool atCreation)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var text = "<html><body>not a video</body></html>"u8.ToArray();
        using var body = new ByteArrayContent(text);
        body.Headers.Add("Content-Type", TusClient.ContentType);
        var path = atCreation ? null : await tus.CreateAsync(text.Length);
        using var answer = atCreation
            ? await tus.SendAsync(HttpMethod.Post, "/v1/uploads", body, ("Upload-Length", $"{text.Length}"), ("Upload-Metadata", TusClient.Metadata("clip.mp4")))
            : await tus.PatchAsync(path!, 0, text);
        var why = await answer.AssertProblemAsync(422, "[file]");
        Assert.Null(answer.Header("X-Rvos-Video"));
        await service.AssertOnlyVideosAsync();
        path ??= answer.Headers.Location!.ToString();
        using (var head = await tus.HeadAsync(path)) head.AssertStatus(HttpStatusCode.Gone);
        using (var again = await tus.PatchAsync(path, text.Length, [])) await again.AssertProblemAsync(410, why);
        using var seen = await tus.GetAsync(path);
        var upload = System.Text.Json.JsonSerializer.Deserialize<UploadResponse>(await seen.Content.ReadAsStringAsync(), ApiJson.Options)!;
        Assert.Equal(("failed", why, null), (upload.State, upload.Error, upload.VideoId));
    }

    private static async Task UnlockedAsync(TusClient tus, string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await tus.PatchAsync(path, long.MaxValue, []);
            if (answer.StatusCode == HttpStatusCode.Conflict) return;
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task AssertCompletedAsync(IngestionHarness service, TusClient tus, string path, byte[] file, string name)
    {
        using var head = await tus.HeadAsync(path);
        head.AssertStatus(HttpStatusCode.OK);
        Assert.Equal($"{file.Length}", head.Header("Upload-Offset"));
        var id = head.Header("X-Rvos-Video")!;
        var video = await service.VideoAsync(id);
        Assert.Equal((name, file.Length, Clips.Sha256(file)), (video.Name, video.Length, video.Sha256));
        Assert.Equal(file, await service.Blobs.TryReadAsync(VideoBlobs.Source(id)));
        await service.AssertOnlyVideosAsync(id);
    }
}
