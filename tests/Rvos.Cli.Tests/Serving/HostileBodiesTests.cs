using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Rvos.Cli.Tests.Serving;

/// <summary>Small bodies that become large, and large ones of small numbers, against <c>rvos serve</c>.</summary>
public class HostileBodiesTests(ITestOutputHelper output)
{
    private const int Bodies = 200, AtOnce = 4;
    private const long Allowed = 200L << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Serve_TwoHundredHostileBodies_MemoryStaysNearIdle()
    {
        using var folder = new TemporaryFolder();
        await MakeVideoAsync(folder["clip.mkv"]);
        using var server = RvosProcess.Start("serve", "--port", "0", "--data", folder["data"]);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await RvosProcess.AddressAsync(server).WaitAsync(Limit)), Timeout = Limit };
            var video = await UploadAsync(client, folder["clip.mkv"]);
            var png = new HostilePng(8192, 4320).Base64();
            // Models are loaded, and what such requests need of the program is compiled: from here on memory is what they take.
            await ReadyAsync(client);
            await PostAsync(client, Numbers(video, 1 << 20));
            await PostAsync(client, Pixels(video, png));
            var idle = Status(server, "VmRSS");
            // The kernel counts the most memory anew.
            await using (var references = new FileStream($"/proc/{server.Id}/clear_refs", FileMode.Open, FileAccess.Write)) await references.WriteAsync("5"u8.ToArray());
            var refused = new ConcurrentBag<(int Status, string? Field)>();
            await Parallel.ForEachAsync(Enumerable.Range(0, Bodies), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
                refused.Add(await PostAsync(client, i % 2 == 1 ? Pixels(video, png) : Numbers(video, i % 20 < 4 ? 64 << 20 : 8 << 20))));
            var (most, after) = (Status(server, "VmHWM"), Status(server, "VmRSS"));
            output.WriteLine($"idle {idle >> 20} MiB, most {most >> 20} MiB, then {after >> 20} MiB; {string.Join(", ", refused.CountBy(answer => answer))}");
            Assert.Equal(Bodies / 2, refused.Count(answer => answer == (422, "objects[0].polygon")));
            // Masks of that size are in work one at a time: others are asked to come back.
            Assert.Equal(Bodies / 2, refused.Count(answer => answer == (422, "masks[0].png") || answer == (429, "body")));
            Assert.Contains((422, "masks[0].png"), refused);
            Assert.True(most - idle < Allowed, $"{idle >> 20} MiB idle, {most >> 20} MiB with hostile bodies");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static RepeatedContent Numbers(string video, int length) => new($$"""{"video":"{{video}}","mode":"one-shot","objects":[{"id":1,"polygon":[0""", ",0", "]}]}", length);

    private static StringContent Pixels(string video, string png) => new($$"""{"video":"{{video}}","mode":"one-shot","masks":[{"png":"{{png}}"}]}""");

    private static async Task<(int Status, string? Field)> PostAsync(HttpClient client, HttpContent body)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await client.PostAsync(new Uri("/v1/jobs", UriKind.Relative), body);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, problem.GetProperty("field").GetString());
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!(await client.GetAsync(new Uri("/health/ready", UriKind.Relative), limit.Token)).IsSuccessStatusCode) await Task.Delay(100, limit.Token);
    }

    private static long Status(Process process, string name) =>
        long.Parse(File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;

    private static async Task<string> UploadAsync(HttpClient client, string path)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(path)), "file", "clip.mkv" } };
        using var answer = await client.PostAsync(new Uri("/v1/videos", UriKind.Relative), form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task MakeVideoAsync(string path)
    {
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "color=gray:s=8192x4320:r=2:d=1", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", path]);
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
