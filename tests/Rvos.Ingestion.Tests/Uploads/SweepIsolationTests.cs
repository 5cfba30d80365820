using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Uploads;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>Sweepers that meet an item which breaks them: the others get their turn, and it makes room for them.</summary>
public sealed class SweepIsolationTests : IDisposable
{
    private readonly TestPlace _place = TestPlace.Local();

    [Fact]
    public async Task SweepUploads_OneBreaksTheProgram_OthersAreFinishedAndItIsGivenUpAtLast()
    {
        await using var service = await StartAsync(("Rvos:Uploads:MaximumAttempts", "3"), ("Rvos:Uploads:FirstRetry", "00:01:00"));
        using var tus = service.Tus();
        var paths = new List<string>();
        for (var i = 0; i < 3; i++) paths.Add(await ReceivedAsync(service, tus));
        // The first of the list is the oldest.
        var broken = paths[0][(paths[0].LastIndexOf('/') + 1)..];
        Store(service).Fault = name => name.Contains(broken, StringComparison.Ordinal) && !name.EndsWith('/') ? new InvalidCastException() : null;
        await service.SweepUploadsAsync();
        Assert.Equal(["received", "completed", "completed"], await StatesAsync(service, paths));
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            // Not before its time.
            await service.SweepUploadsAsync();
            Assert.Equal(attempt - 1, await AttemptsAsync(service, broken));
            service.Time.Advance(TimeSpan.FromMinutes(5));
            await service.SweepUploadsAsync();
        }

        Assert.Equal(["failed", "completed", "completed"], await StatesAsync(service, paths));
        Assert.DoesNotContain(await service.BlobNamesAsync(), name => name.StartsWith("uploads/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SweepUploads_StoreCannotBeReached_IsNeverGivenUp()
    {
        await using var service = await StartAsync(("Rvos:Uploads:MaximumAttempts", "2"));
        using var tus = service.Tus();
        var path = await ReceivedAsync(service, tus);
        Store(service).Fault = _ => new IOException("the store is away");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await service.SweepUploadsAsync();
            service.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(["received"], await StatesAsync(service, [path]));
        Store(service).Fault = _ => null;
        await service.SweepUploadsAsync();
        Assert.Equal(["completed"], await StatesAsync(service, [path]));
    }

    [Fact]
    public async Task SweepVideos_OneCannotBeRemoved_OthersAreAndItIsTriedLater()
    {
        await using var service = await StartAsync();
        var library = service.Services.GetRequiredService<VideoLibrary>();
        string[] left = ["vid_" + new string('a', 26), "vid_" + new string('b', 26)];
        foreach (var id in left) await library.BeginAsync(IngestionHarness.Tenant, id, "left", service.Time.GetUtcNow(), CancellationToken.None);
        service.Time.Advance(TimeSpan.FromDays(1));
        Store(service).Fault = name => name.Contains(left[0], StringComparison.Ordinal) ? new InvalidCastException() : null;
        Assert.Equal(1, await service.SweepVideosAsync());
        Store(service).Fault = _ => null;
        Assert.Equal(0, await service.SweepVideosAsync());
        service.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await service.SweepVideosAsync());
        await service.AssertOnlyVideosAsync();
    }

    public void Dispose() => _place.Dispose();

    private Task<IngestionHarness> StartAsync(params (string Key, string Value)[] settings) => IngestionHarness.StartAsync(
        _place,
        services => services.Decorate(store => new FaultyBlobStore(store)),
        settings);

    private static FaultyBlobStore Store(IngestionHarness service) => (FaultyBlobStore)service.Blobs;

    private static async Task<string> ReceivedAsync(IngestionHarness service, TusClient tus)
    {
        var path = await tus.CreateAsync(Clips.Small.Length);
        var row = await service.Services.GetRequiredService<UploadStore>().FindAsync(IngestionHarness.Tenant, path[(path.LastIndexOf('/') + 1)..], CancellationToken.None);
        await service.Services.GetRequiredService<UploadReceiver>().ReceiveAsync(row!, new MemoryStream(Clips.Small), null, CancellationToken.None, CancellationToken.None);
        return path;
    }

    private static async Task<string[]> StatesAsync(IngestionHarness service, IEnumerable<string> paths)
    {
        var states = new List<string>();
        foreach (var path in paths)
            states.Add((await service.Services.GetRequiredService<UploadStore>().FindAsync(IngestionHarness.Tenant, path[(path.LastIndexOf('/') + 1)..], CancellationToken.None))!.State);
        return [.. states];
    }

    private static async Task<long> AttemptsAsync(IngestionHarness service, string id)
    {
        await using var connection = await service.Services.GetRequiredService<Database>().OpenAsync();
        return await connection.ExecuteScalarAsync<long>("select attempts from uploads where id = @id", new { id });
    }
}
