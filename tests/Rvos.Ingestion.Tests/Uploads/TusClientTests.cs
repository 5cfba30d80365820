using System.Diagnostics;
using System.Net.Http.Json;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;
using Rvos.Testing;
using Rvos.Testing.Servers;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>The client that tus.io publishes, as users' pages and servers run it.</summary>
public sealed class TusClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("""{"chunkSize": 100000}""")]
    // This version of the client never ends where it reads a stream of Node's in several pieces, whatever the server.
    [InlineData("""{"stream": true, "uploadLengthDeferred": true, "chunkSize": 9000000}""")]
    [InlineData("""{"uploadLengthDeferred": true, "chunkSize": 300000}""")]
    [InlineData("""{"uploadLengthDeferred": true, "chunkSize": 300000, "overridePatchMethod": true}""")]
    [InlineData("""{"uploadLengthDeferred": true, "uploadDataDuringCreation": true}""")]
    [InlineData("""{"parallelUploads": 2}""")]
    [InlineData("""{"parallelUploads": 7, "chunkSize": 100000}""")]
    [InlineData("""{"parallelUploads": 3, "uploadDataDuringCreation": true}""")]
    [InlineData("""{"parallelUploadBoundaries": [{"start": 0, "end": 10}, {"start": 10, "end": -1}], "parallelUploads": 2}""")]
    [InlineData("""{"chunkSize": 200000, "abortAt": 700000}""")]
    public async Task Upload_ByThePublishedClient_IsTheFile(string options)
    {
        if (ServerTools.MissingTus is { } missing) Assert.Skip(missing);
        using var place = TestPlace.Local();
        await using var service = await IngestionHarness.StartAsync(place);
        var file = Path.Combine(Directory.CreateTempSubdirectory("rvos-tus-").FullName, "clip.avi");
        try
        {
            await File.WriteAllBytesAsync(file, Clips.Large);
            var url = await SendAsync(service, file, options.Replace("-1", $"{Clips.Large.Length}", StringComparison.Ordinal));
            using var client = service.Client();
            var upload = await client.GetFromJsonAsync<UploadResponse>(url, ApiJson.Options);
            Assert.Equal("completed", upload!.State);
            var video = await service.VideoAsync(upload.VideoId!);
            Assert.Equal(("sent.mp4", Clips.Sha256(Clips.Large)), (video.Name, video.Sha256));
            await service.AssertOnlyVideosAsync(video.Id);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    // The tenant's header stands for the gateway.
    private static async Task<string> SendAsync(IngestionHarness service, string file, string options)
    {
        var headers = $$"""{"headers": {"{{TenantHeader.Name}}": "{{IngestionHarness.Tenant}}"}, {{options.TrimStart()[1..]}}""";
        var script = Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Testing.Servers", "tus", "upload.mjs");
        var start = new ProcessStartInfo("node", [script, new Uri(service.Url, "/v1/uploads").ToString(), file, headers]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TUS_MODULES"] = ServerTools.TusFolder;
        using var node = Process.Start(start)!;
        var (said, complained) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        try
        {
            await node.WaitForExitAsync().WaitAsync(Limit);
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }

        Assert.True(node.ExitCode == 0, await complained);
        return (await said).Trim();
    }
}
