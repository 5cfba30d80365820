using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Uploads;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>How uploads end: expired, terminated, finished by another process.</summary>
public abstract class UploadLifeContract : IngestionContract
{
    [Fact]
    public async Task Expired_410_AndTheSweeperLeavesNothing()
    {
        await using var service = await StartAsync(("Rvos:Uploads:Expiry", "01:00:00"));
        using var tus = service.Tus();
        var path = await tus.CreateAsync(2000);
        service.Time.Advance(TimeSpan.FromMinutes(50));
        using (var first = await tus.PatchAsync(path, 0, new byte[1000])) first.AssertStatus(HttpStatusCode.NoContent);
        // The piece has put the expiry off.
        service.Time.Advance(TimeSpan.FromMinutes(50));
        await service.SweepUploadsAsync();
        Assert.Equal(1000, await tus.OffsetAsync(path));

        service.Time.Advance(TimeSpan.FromMinutes(11));
        using (var head = await tus.HeadAsync(path)) head.AssertStatus(HttpStatusCode.Gone);
        using (var late = await tus.PatchAsync(path, 1000, new byte[1000])) await late.AssertProblemAsync(410, "expired");
        using (var seen = await tus.GetAsync(path)) await seen.AssertProblemAsync(404);
        Assert.NotEmpty(await service.BlobNamesAsync());
        await service.SweepUploadsAsync();
        await service.AssertOnlyVideosAsync();
        using (var gone = await tus.HeadAsync(path)) gone.AssertStatus(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Expired_CompletedUpload_ItsVideoStays()
    {
        await using var service = await StartAsync(("Rvos:Uploads:Expiry", "01:00:00"));
        using var tus = service.Tus();
        var path = await tus.CreateAsync(Clips.Small.Length);
        using var done = await tus.PatchAsync(path, 0, Clips.Small);
        service.Time.Advance(TimeSpan.FromHours(2));
        await service.SweepUploadsAsync();
        using (var head = await tus.HeadAsync(path)) head.AssertStatus(HttpStatusCode.NotFound);
        await service.AssertOnlyVideosAsync(done.Header("X-Rvos-Video")!);
    }

    [Fact]
    public async Task Delete_UnfinishedUpload_LeavesNothing()
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "1024"));
        using var tus = service.Tus();
        var path = await tus.CreateAsync(9000);
        using (var first = await tus.PatchAsync(path, 0, new byte[5000])) first.AssertStatus(HttpStatusCode.NoContent);
        Assert.Equal(5, (await service.BlobNamesAsync()).Length);
        using (var deleted = await tus.DeleteAsync(path)) deleted.AssertStatus(HttpStatusCode.NoContent);
        await service.AssertOnlyVideosAsync();
        using (var head = await tus.HeadAsync(path)) head.AssertStatus(HttpStatusCode.NotFound);
        using (var patch = await tus.PatchAsync(path, 5000, new byte[10])) await patch.AssertProblemAsync(404);
        using (var again = await tus.DeleteAsync(path)) await again.AssertProblemAsync(404);
    }

    [Fact]
    public async Task Delete_CompletedUpload_ItsVideoStays()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(Clips.Small.Length);
        using var done = await tus.PatchAsync(path, 0, Clips.Small);
        using (var deleted = await tus.DeleteAsync(path)) deleted.AssertStatus(HttpStatusCode.NoContent);
        await service.AssertOnlyVideosAsync(done.Header("X-Rvos-Video")!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AllBytesThereWithoutVideo_SweeperOrClientFinishes(bool client)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(Clips.Small.Length);
        await PutDownAsync(service, path, Clips.Small);
        Assert.Equal(("received", null), await StateAsync(tus, path));
        Assert.Equal(Clips.Small.Length, await tus.OffsetAsync(path));

        if (client) using (var empty = await tus.PatchAsync(path, Clips.Small.Length, [])) empty.AssertStatus(HttpStatusCode.NoContent);
        else await service.SweepUploadsAsync();
        var (state, video) = await StateAsync(tus, path);
        // The turn with which the sweeper begins may be at it already, and has the lease then.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!client && state == "received" && !limit.IsCancellationRequested) (state, video) = await StateAsync(tus, path);
        Assert.Equal("completed", state);
        await service.AssertOnlyVideosAsync(video!);
        // Once more changes nothing.
        await service.SweepUploadsAsync();
        using var again = await tus.PatchAsync(path, Clips.Small.Length, []);
        Assert.Equal(video, again.Header("X-Rvos-Video"));
    }

    [Fact]
    public async Task AllBytesThereOfNoVideo_SweeperFailsIt()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(3000);
        await PutDownAsync(service, path, new byte[3000]);
        await service.SweepUploadsAsync();
        Assert.Equal(("failed", null), await StateAsync(tus, path));
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task APartLostFromTheStore_IsNeverMadeAShorterVideo()
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "4096"));
        using var tus = service.Tus();
        var path = await tus.CreateAsync(Clips.Small.Length);
        await PutDownAsync(service, path, Clips.Small);
        var last = (await service.BlobNamesAsync())[^1];
        await service.Blobs.PutAsync(last, new byte[] { 1 });
        await service.SweepUploadsAsync();
        Assert.Equal(("received", null), await StateAsync(tus, path));
        using var answer = await tus.PatchAsync(path, Clips.Small.Length, []);
        await answer.AssertProblemAsync(503);
        Assert.DoesNotContain(await service.BlobNamesAsync(), name => name.StartsWith("videos/", StringComparison.Ordinal));
    }

    // As a process does that is killed between the last byte and the video.
    private static async Task PutDownAsync(IngestionHarness service, string path, byte[] file)
    {
        var row = await service.Services.GetRequiredService<UploadStore>().FindAsync(IngestionHarness.Tenant, path[(path.LastIndexOf('/') + 1)..], CancellationToken.None);
        var result = await service.Services.GetRequiredService<UploadReceiver>().ReceiveAsync(row!, new MemoryStream(file), null, CancellationToken.None, CancellationToken.None);
        Assert.Equal(ReceiveEnd.Whole, result.End);
    }

    private static async Task<(string State, string? Video)> StateAsync(TusClient tus, string path)
    {
        using var answer = await tus.GetAsync(path);
        var upload = System.Text.Json.JsonSerializer.Deserialize<UploadResponse>(await answer.Content.ReadAsStringAsync(), ApiJson.Options)!;
        return (upload.State, upload.VideoId);
    }
}
