using System.Net;
using System.Net.Http.Json;
using System.Text;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>Videos by form, and files that are none.</summary>
public abstract class VideoFormContract : IngestionContract
{
    private const string Boundary = "xxBOUNDARYxx";

    [Fact]
    public async Task Form_Video_IsStoredAndDescribed()
    {
        await using var service = await StartAsync();
        using var client = service.Client();
        using var form = IngestionHarness.Form(Clips.Small, "dogs and cats.mp4");
        using var answer = await client.PostAsync("/v1/videos", form);
        answer.AssertStatus(HttpStatusCode.Created);
        var video = (await answer.Content.ReadFromJsonAsync<VideoResponse>(ApiJson.Options))!;
        Assert.Equal($"/v1/videos/{video.Id}", answer.Headers.Location!.ToString());
        Assert.Equal(("dogs and cats.mp4", Clips.Small.Length, Clips.Sha256(Clips.Small)), (video.Name, video.Length, video.Sha256));
        Assert.Equal((128, 96, 20L, 2.0), (video.Width, video.Height, video.Frames, video.Duration));
        Assert.Equal(video, await service.VideoAsync(video.Id));
        Assert.Equal(Clips.Small, await service.Blobs.TryReadAsync(VideoBlobs.Source(video.Id)));
        await service.AssertOnlyVideosAsync(video.Id);

        using var preview = await client.GetAsync(video.Preview);
        preview.AssertStatus(HttpStatusCode.OK);
        Assert.Equal("image/jpeg", preview.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", preview.Header("X-Content-Type-Options"));
        Assert.Equal("Authorization", preview.Header("Vary"));
        Assert.Equal([0xff, 0xd8, 0xff], (await preview.Content.ReadAsByteArrayAsync())[..3]);
    }

    [Theory]
    [InlineData("filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("filename=\"C:\\videos\\a.mp4\"", "a.mp4")]
    [InlineData("filename=\"\"", "video")]
    [InlineData("filename=\"x.mp4\"; filename*=UTF-8''stra%C3%9Fe.mp4", "straße.mp4")]
    [InlineData("filename*=UTF-8''a%00%0Ab.mp4", "ab.mp4")]
    [InlineData("", "video")]
    public async Task Form_FileName_IsShownWithoutItsPath(string parameter, string name)
    {
        await using var service = await StartAsync();
        using var answer = await PostAsync(service, Part($"form-data; name=\"file\"; {parameter}", Clips.Small));
        answer.AssertStatus(HttpStatusCode.Created);
        Assert.Equal(name, (await answer.Content.ReadFromJsonAsync<VideoResponse>(ApiJson.Options))!.Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Form_NamePart_GoesBeforeTheFileName(bool first)
    {
        await using var service = await StartAsync();
        var (name, file) = (Part("form-data; name=\"name\"", "My clip"u8.ToArray()), Part("form-data; name=file; filename=b.mp4", Clips.Small));
        using var answer = await PostAsync(service, first ? [.. name, .. file] : [.. file, .. name]);
        answer.AssertStatus(HttpStatusCode.Created);
        Assert.Equal("My clip", (await answer.Content.ReadFromJsonAsync<VideoResponse>(ApiJson.Options))!.Name);
    }

    [Theory]
    [InlineData("nothing", "file")]
    [InlineData("two files", "file")]
    [InlineData("another part", "truth")]
    [InlineData("no disposition", "body")]
    [InlineData("long name", "name")]
    [InlineData("many headers", "file")]
    [InlineData("cut", "file")]
    [InlineData("no form", "file")]
    [InlineData("empty", "file")]
    public async Task Form_Malformed_400AndNothingKept(string how, string field)
    {
        await using var service = await StartAsync();
        var file = Part("form-data; name=\"file\"; filename=\"a.mp4\"", Clips.Small);
        var body = how switch
        {
            "nothing" => Part("form-data; name=\"name\"", "a"u8.ToArray()),
            "two files" => [.. file, .. file],
            "another part" => [.. file, .. Part("form-data; name=\"truth\"", "a"u8.ToArray())],
            "no disposition" => [.. file, .. Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: text/plain\r\n\r\nx\r\n")],
            "long name" => [.. file, .. Part("form-data; name=\"name\"", new byte[5000])],
            "many headers" => [.. Encoding.ASCII.GetBytes($"--{Boundary}\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"A{i}: b\r\n"))}\r\nx\r\n"), .. file],
            "cut" => file[..^100],
            "no form" => Clips.Small,
            _ => [],
        };
        using var answer = await PostAsync(service, body, closed: how is not ("cut" or "no form" or "empty"));
        await answer.AssertProblemAsync(400, $"[{field}]");
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData("multipart/form-data", 400)]
    [InlineData("multipart/form-data; boundary=\"\"", 400)]
    [InlineData(null, 415)]
    public async Task Post_WithoutBoundaryOrType_Refused(string? type, int status)
    {
        await using var service = await StartAsync();
        using var client = service.Client();
        using var body = new ByteArrayContent(Clips.Small);
        if (type is not null) body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await client.PostAsync("/v1/videos", body);
        await answer.AssertProblemAsync(status, "[content-type]");
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("video/mp4")]
    public async Task Post_AnotherType_415(string type)
    {
        await using var service = await StartAsync();
        using var client = service.Client();
        using var body = new ByteArrayContent(Clips.Small);
        body.Headers.Add("Content-Type", type);
        using var answer = await client.PostAsync("/v1/videos", body);
        answer.AssertStatus(HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Form_TooLarge_413AndNothingKept(bool chunked)
    {
        await using var service = await StartAsync(("Rvos:Videos:MaximumBytes", "5000"));
        byte[] body = [.. Part("form-data; name=\"file\"; filename=\"a.mp4\"", new byte[chunked ? 5001 : 2 << 20]), .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n")];
        using var client = service.Client();
        using HttpContent content = chunked ? new ChunkedContent(body) : new ByteArrayContent(body);
        content.Headers.Add("Content-Type", $"multipart/form-data; boundary={Boundary}");
        using var answer = await client.PostAsync("/v1/videos", content);
        await answer.AssertProblemAsync(413, "[file]");
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Form_ConnectionCut_LeavesNothing()
    {
        await using var service = await StartAsync();
        using (var raw = await RawConnection.OpenAsync(service.Url, "POST", "/v1/videos", 100_000, ("Content-Type", $"multipart/form-data; boundary={Boundary}"), ("Expect", "100-continue")))
        {
            await raw.ContinuedAsync();
            await raw.WriteAsync(Part("form-data; name=\"file\"; filename=\"a.mp4\"", Clips.Small).AsMemory()[..^10]);
            raw.Cut();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await service.AssertOnlyVideosAsync();
                break;
            }
            catch (Xunit.Sdk.EqualException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(50);
            }
        }
    }

    [Fact]
    public async Task Form_SlowerThanAllowed_408AndNothingKept()
    {
        await using var service = await StartAsync(("Rvos:Videos:IntakeTime", "00:00:01"));
        using var raw = await RawConnection.OpenAsync(service.Url, "POST", "/v1/videos", 100_000, ("Content-Type", $"multipart/form-data; boundary={Boundary}"), ("Expect", "100-continue"));
        await raw.ContinuedAsync();
        await raw.WriteAsync(Part("form-data; name=\"file\"; filename=\"a.mp4\"", Clips.Small).AsMemory()[..^10]);
        Assert.Contains("HTTP/1.1 408", await raw.ReadToEndAsync(), StringComparison.Ordinal);
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Form_NotAVideo_422AndNothingKept()
    {
        await using var service = await StartAsync();
        using var client = service.Client();
        using var form = IngestionHarness.Form(Clips.Small[..(Clips.Small.Length / 2)]);
        using var answer = await client.PostAsync("/v1/videos", form);
        await answer.AssertProblemAsync(422, "[file]");
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData("Rvos:Videos:MaximumPixels", "12000", "the limit is 12000 pixels")]
    [InlineData("Rvos:Videos:MaximumFrames", "19", "20 frames, more than 19")]
    public async Task Form_VideoBeyondALimit_422AndNothingKept(string option, string value, string words)
    {
        await using var service = await StartAsync((option, value));
        using var client = service.Client();
        using var form = IngestionHarness.Form(Clips.Small);
        using var answer = await client.PostAsync("/v1/videos", form);
        await answer.AssertProblemAsync(422, words);
        await service.AssertOnlyVideosAsync();
    }

    private static byte[] Part(string disposition, byte[] content) => [.. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: {disposition}\r\n\r\n"), .. content, .. "\r\n"u8];

    private static async Task<HttpResponseMessage> PostAsync(IngestionHarness service, byte[] parts, bool closed = true)
    {
        using var client = service.Client();
        using var content = new ByteArrayContent(closed ? [.. parts, .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n")] : parts);
        content.Headers.Add("Content-Type", $"multipart/form-data; boundary={Boundary}");
        return await client.PostAsync("/v1/videos", content);
    }
}
