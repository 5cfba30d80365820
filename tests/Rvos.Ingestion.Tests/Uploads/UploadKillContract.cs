using System.Net;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>kill -9 of the real service while bytes come in, and while the video is made of them.</summary>
public abstract class UploadKillContract : IngestionContract
{
    private const int PartBytes = 65536;
    private static readonly (string, string)[] Settings = [("Rvos:Uploads:PartBytes", $"{PartBytes}"), ("Rvos:Uploads:SweepInterval", "00:00:00.2"), ("Rvos:Videos:SweepInterval", "00:00:00.2")];

    [Fact]
    public async Task Kill_InTheMiddleOfAnUpload_ResumesFromTheOffsetOfHead()
    {
        var place = await PlaceAsync();
        await using var service = new ServiceProcess(place);
        await service.StartAsync(Settings);
        using var tus = service.Tus();
        var file = Clips.Large;
        var path = await tus.CreateAsync(file.Length);
        foreach (var sent in new[] { 300_000, 1_000_000 })
        {
            var from = (int)await tus.OffsetAsync(path);
            using (var raw = await OpenAsync(service, tus, path, from, file.Length - from))
            {
                await raw.WriteAsync(file.AsMemory(from, sent));
                // All that fills parts is down; what does not is in memory only.
                await tus.OffsetAsync(path, offset => offset >= from + sent - PartBytes);
                await service.KillAsync();
            }

            await service.StartAsync(Settings);
            Assert.InRange(await tus.OffsetAsync(path), from + sent - PartBytes, from + sent);
        }

        await tus.ResumeAsync(path, file);
        await AssertOnlyVideosAsync(place, service, tus, [path], file);
    }

    [Fact]
    public async Task Kill_WhileTheVideoIsMade_TheSweeperGoesOn()
    {
        var place = await PlaceAsync();
        await using var service = new ServiceProcess(place);
        await service.StartAsync(Settings);
        using var tus = service.Tus();
        var file = Clips.Large;
        var paths = new List<string>();
        // At once, and some steps later.
        foreach (var milliseconds in (int[])[0, 30, 120])
        {
            var path = await tus.CreateAsync(file.Length);
            paths.Add(path);
            using (var first = await tus.PatchAsync(path, 0, file[..^1])) first.AssertStatus(HttpStatusCode.NoContent);
            var last = tus.PatchAsync(path, file.Length - 1, file[^1..]);
            await tus.OffsetAsync(path, offset => offset == file.Length);
            await Task.Delay(milliseconds);
            await service.KillAsync();
            // Answered or not: the kill came first or the video did.
            await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

            await service.StartAsync(Settings);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            while (await VideoAsync(tus, path) is null) await Task.Delay(50, limit.Token);
        }

        await AssertOnlyVideosAsync(place, service, tus, paths, file);
    }

    // A killed holder's lease has to run out where it is none of the operating system's.
    private static async Task<RawConnection> OpenAsync(ServiceProcess service, TusClient tus, string path, long offset, long length)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using (var probe = await tus.PatchAsync(path, offset, []))
                if (probe.StatusCode == HttpStatusCode.NoContent) return await RawConnection.PatchAsync(service.Url, path, offset, length);
            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task<string?> VideoAsync(TusClient tus, string path)
    {
        using var head = await tus.HeadAsync(path);
        return head.Header("X-Rvos-Video");
    }

    private static async Task AssertOnlyVideosAsync(TestPlace place, ServiceProcess service, TusClient tus, IReadOnlyList<string> paths, byte[] file)
    {
        var ids = new List<string>();
        using (var client = service.Client())
        {
            foreach (var path in paths)
            {
                ids.Add((await VideoAsync(tus, path))!);
                var video = System.Text.Json.JsonSerializer.Deserialize<VideoResponse>(await client.GetStringAsync($"/v1/videos/{ids[^1]}"), ApiJson.Options)!;
                Assert.Equal((file.Length, Clips.Sha256(file)), (video.Length, video.Sha256));
            }
        }

        await service.KillAsync();
        // What a kill left half-written in the folder goes with time; blobs and rows are clean already.
        await using var after = await IngestionHarness.StartAsync(place);
        await after.AssertOnlyVideosAsync(halfWritten: true, [.. ids]);
    }
}
