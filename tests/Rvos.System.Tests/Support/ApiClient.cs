using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;

namespace Rvos.SystemTests.Support;

/// <summary>A client of the API that comes again when a service is away for a moment, as clients should.</summary>
internal sealed class ApiClient(string url) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient http = new() { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };

    internal HttpClient Http => http;

    /// <summary>Uploads a file in a form; the video's id.</summary>
    internal async Task<string> UploadAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        using var answer = await PatientlyAsync(() =>
        {
            var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", Path.GetFileName(path) } };
            return http.PostAsync("/v1/videos", form);
        });
        return (await ReadAsync(answer, HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    /// <summary>Makes a one-shot job of a video with a mask for frame 0.</summary>
    internal Task<JobResponse> SegmentAsync(string video, string mask, string? webhook = null) => CreateAsync(new CreateJobRequest
    {
        Video = video,
        Mode = "one-shot",
        Masks = [new MaskRequest { Png = File.ReadAllBytes(mask) }],
        Webhook = webhook is null ? null : new JobWebhookRequest { Url = webhook },
    });

    /// <summary>Makes a job.</summary>
    internal async Task<JobResponse> CreateAsync(CreateJobRequest request)
    {
        var key = Guid.NewGuid().ToString();
        using var answer = await PatientlyAsync(() =>
        {
            var message = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = JsonContent.Create(request, options: ApiJson.Options) };
            message.Headers.Add("Idempotency-Key", key);
            return http.SendAsync(message);
        });
        return (await ReadAsync(answer, HttpStatusCode.Created)).Deserialize<JobResponse>(ApiJson.Options)!;
    }

    /// <summary>Adds or corrects objects; <paramref name="route"/> is <c>objects</c> or <c>corrections</c>.</summary>
    internal async Task<JobResponse> ChangeAsync(string job, string route, params ObjectRequest[] objects)
    {
        using var answer = await http.PostAsJsonAsync($"/v1/jobs/{job}/{route}", new ChangeObjectsRequest { Objects = objects }, ApiJson.Options);
        return (await ReadAsync(answer, HttpStatusCode.Accepted)).Deserialize<JobResponse>(ApiJson.Options)!;
    }

    internal async Task<JobResponse> GetAsync(string job)
    {
        using var answer = await PatientlyAsync(() => http.GetAsync($"/v1/jobs/{job}"));
        return (await ReadAsync(answer, HttpStatusCode.OK)).Deserialize<JobResponse>(ApiJson.Options)!;
    }

    /// <summary>Waits until something holds for a job; fails when it does not within five minutes.</summary>
    internal async Task<JobResponse> WaitAsync(string job, Func<JobResponse, bool> isIt)
    {
        var limit = DateTime.UtcNow.AddMinutes(5);
        for (var seen = await GetAsync(job); ; seen = await GetAsync(job))
        {
            if (isIt(seen)) return seen;
            Assert.True(DateTime.UtcNow < limit, $"{job} is still {JsonSerializer.Serialize(seen, ApiJson.Options)}");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits for a job's end, which is to be its completion.</summary>
    internal async Task<JobResponse> WaitForCompletionAsync(string job)
    {
        var ended = await WaitAsync(job, seen => seen.State is "completed" or "failed" or "cancelled");
        Assert.True(ended.State == "completed", $"{job} is {ended.State}: {ended.Error}");
        return ended;
    }

    /// <summary>Masks of all frames that have one.</summary>
    internal async Task<IReadOnlyList<byte[]>> MasksAsync(string job)
    {
        var bytes = await PatientlyAsync(() => http.GetAsync($"/v1/jobs/{job}/masks.zip"));
        using var archive = new ZipArchive(await bytes.Content.ReadAsStreamAsync(), ZipArchiveMode.Read);
        var masks = new List<byte[]>();
        foreach (var entry in archive.Entries)
        {
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{masks.Count:D5}.png"), entry.FullName);
            using var content = new MemoryStream();
            await using (var stream = entry.Open()) await stream.CopyToAsync(content);
            masks.Add(content.ToArray());
        }

        return masks;
    }

    /// <summary>A result as bytes.</summary>
    internal async Task<byte[]> ResultAsync(string job, string name)
    {
        using var answer = await PatientlyAsync(() => http.GetAsync($"/v1/jobs/{job}/{name}"));
        Assert.True(answer.IsSuccessStatusCode, $"{name}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>All events of an ended job: kind and state.</summary>
    internal async Task<IReadOnlyList<(string Kind, string State)>> EventsAsync(string job)
    {
        var text = Encoding.UTF8.GetString(await ResultAsync(job, "events"));
        return [.. text.Split("\n\n").Where(block => block.Contains("data: ", StringComparison.Ordinal)).Select(block =>
        {
            var lines = block.Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            return (lines["event"], JsonDocument.Parse(lines["data"]).RootElement.GetProperty("state").GetString()!);
        })];
    }

    public void Dispose() => http.Dispose();

    // A service that was killed is back soon: what it answers meanwhile is 502 to 504, or nothing.
    private static async Task<HttpResponseMessage> PatientlyAsync(Func<Task<HttpResponseMessage>> ask)
    {
        for (var limit = DateTime.UtcNow + Patience; ; await Task.Delay(200))
        {
            try
            {
                var answer = await ask();
                if ((int)answer.StatusCode < 500 || DateTime.UtcNow > limit) return answer;
                answer.Dispose();
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException && DateTime.UtcNow < limit)
            {
                // Not there at all.
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
