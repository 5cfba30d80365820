using System.Net;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Contracts.Http;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>Videos listed, hidden from others, held, deleted and swept.</summary>
public abstract class VideoLifeContract : IngestionContract
{
    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/preview.jpg")]
    [InlineData("DELETE", "")]
    public async Task AnotherTenantsVideo_404AndUntouched(string method, string below)
    {
        await using var service = await StartAsync();
        var video = await service.AddVideoAsync(Clips.Small);
        using var other = service.Client("globex");
        using (var answer = await other.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/videos/{video.Id}{below}"))) await answer.AssertProblemAsync(404, video.Id);
        Assert.Empty((await other.GetFromJsonAsync<VideoListResponse>("/v1/videos", ApiJson.Options))!.Items);
        await service.AssertOnlyVideosAsync(video.Id);
    }

    [Theory]
    [InlineData("vid_00000000000000000000000000000000")]
    [InlineData("VID_00000000000000000000000000000000")]
    [InlineData("x")]
    [InlineData("%e2%82%ac%20")]
    public async Task UnknownVideo_404(string id)
    {
        await using var service = await StartAsync();
        using var client = service.Client();
        using (var seen = await client.GetAsync($"/v1/videos/{id}")) await seen.AssertProblemAsync(404);
        using var deleted = await client.DeleteAsync($"/v1/videos/{id}");
        await deleted.AssertProblemAsync(404);
    }

    [Fact]
    public async Task NoTenant_401()
    {
        await using var service = await StartAsync();
        using var client = service.Client(tenant: null);
        using var answer = await client.GetAsync("/v1/videos");
        await answer.AssertProblemAsync(401);
    }

    [Fact]
    public async Task Delete_Video_LeavesNothing()
    {
        await using var service = await StartAsync();
        var video = await service.AddVideoAsync(Clips.Small);
        using var client = service.Client();
        using (var deleted = await client.DeleteAsync($"/v1/videos/{video.Id}")) deleted.AssertStatus(HttpStatusCode.NoContent);
        await service.AssertOnlyVideosAsync();
        using var again = await client.DeleteAsync($"/v1/videos/{video.Id}");
        await again.AssertProblemAsync(404);
    }

    [Fact]
    public async Task Delete_VideoInUse_409UntilItIsFree()
    {
        await using var service = await StartAsync();
        var video = await service.AddVideoAsync(Clips.Small);
        using var client = service.Client();
        service.Use.Used[video.Id] = true;
        using (var refused = await client.DeleteAsync($"/v1/videos/{video.Id}")) await refused.AssertProblemAsync(409, "in use");
        await service.AssertOnlyVideosAsync(video.Id);
        service.Use.Used.Clear();
        using var deleted = await client.DeleteAsync($"/v1/videos/{video.Id}");
        deleted.AssertStatus(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Hold_WhileADeletionWaits_TheUseWins()
    {
        await using var service = await StartAsync();
        var video = await service.AddVideoAsync(Clips.Small);
        using var client = service.Client();
        Task<HttpResponseMessage>? deletion = null;
        await service.Services.GetRequiredService<Database>().TransactAsync(async transaction =>
        {
            Assert.NotNull(await VideoLibrary.HoldAsync(transaction, IngestionHarness.Tenant, video.Id));
            deletion = client.DeleteAsync($"/v1/videos/{video.Id}");
            Assert.NotSame(deletion, await Task.WhenAny(deletion, Task.Delay(300)));
            // What the use records in its transaction.
            service.Use.Used[video.Id] = true;
        });
        using var answer = await deletion!;
        await answer.AssertProblemAsync(409);
        await service.AssertOnlyVideosAsync(video.Id);
    }

    [Theory]
    [InlineData("globex", null)]
    [InlineData(IngestionHarness.Tenant, "vid_00000000000000000000000000000000")]
    [InlineData(IngestionHarness.Tenant, "vid_\0")]
    public async Task Hold_NotTheTenantsVideo_Null(string tenant, string? id)
    {
        await using var service = await StartAsync();
        var video = await service.AddVideoAsync(Clips.Small);
        var held = await service.Services.GetRequiredService<Database>().TransactAsync(transaction => VideoLibrary.HoldAsync(transaction, tenant, id ?? video.Id));
        Assert.Null(held);
        Assert.Null(await service.Services.GetRequiredService<VideoLibrary>().FindAsync(tenant, id ?? video.Id));
    }

    [Fact]
    public async Task List_InPages_NewestFirstEachOnce()
    {
        await using var service = await StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, (await service.AddVideoAsync(Clips.Small)).Id);
        await service.AddVideoAsync(Clips.Small, "globex");
        using var client = service.Client();
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await client.GetFromJsonAsync<VideoListResponse>($"/v1/videos?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}", ApiJson.Options))!;
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(item => item.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(ids, seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=two", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=!!", "cursor")]
    [InlineData("cursor=MTIz", "cursor")]
    [InlineData("cursor=MToA", "cursor")]
    public async Task List_BadQuery_400(string query, string field)
    {
        await using var service = await StartAsync();
        using var client = service.Client();
        using var answer = await client.GetAsync("/v1/videos?" + query);
        await answer.AssertProblemAsync(400, $"[{field}]");
    }

    [Fact]
    public async Task Sweep_RemainsOfKilledProcesses_GoAndOthersStay()
    {
        await using var service = await StartAsync(("Rvos:Videos:IntakeTime", "01:00:00"));
        var library = service.Services.GetRequiredService<VideoLibrary>();
        var kept = await service.AddVideoAsync(Clips.Small);
        var now = service.Time.GetUtcNow();
        var (half, deleting, busy) = (await RemainAsync("storing", now), await RemainAsync("deleting", now), await RemainAsync("storing", now + TimeSpan.FromMinutes(80)));
        service.Time.Advance(TimeSpan.FromMinutes(80));
        Assert.Equal(2, await service.SweepVideosAsync());
        Assert.Null(await service.Blobs.FindAsync(VideoBlobs.Source(half)));
        Assert.Null(await service.Blobs.FindAsync(VideoBlobs.Source(deleting)));
        Assert.NotNull(await service.Blobs.FindAsync(VideoBlobs.Source(busy)));
        service.Time.Advance(TimeSpan.FromMinutes(80));
        Assert.Equal(1, await service.SweepVideosAsync());
        await service.AssertOnlyVideosAsync(kept.Id);

        async Task<string> RemainAsync(string state, DateTimeOffset begun)
        {
            var id = service.Services.GetRequiredService<VideoIntake>().NewId();
            await library.BeginAsync(IngestionHarness.Tenant, id, "x", begun, CancellationToken.None);
            await using var connection = await service.Services.GetRequiredService<Database>().OpenAsync();
            await connection.ExecuteAsync("update videos set state = @state where id = @id", new { state, id });
            await service.Blobs.PutAsync(VideoBlobs.Source(id), new byte[] { 1 });
            return id;
        }
    }

    [Fact]
    public async Task NotReadyYet_VideoIsSeenByNobody()
    {
        await using var service = await StartAsync();
        var id = service.Services.GetRequiredService<VideoIntake>().NewId();
        await service.Services.GetRequiredService<VideoLibrary>().BeginAsync(IngestionHarness.Tenant, id, "x", service.Time.GetUtcNow(), CancellationToken.None);
        using var client = service.Client();
        using (var seen = await client.GetAsync($"/v1/videos/{id}")) await seen.AssertProblemAsync(404);
        using (var deleted = await client.DeleteAsync($"/v1/videos/{id}")) await deleted.AssertProblemAsync(404);
        Assert.Empty((await client.GetFromJsonAsync<VideoListResponse>("/v1/videos", ApiJson.Options))!.Items);
    }
}
