using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>Videos by URL: through the guard, within bytes and time, or not at all.</summary>
public abstract class VideoUrlContract : IngestionContract
{
    private static readonly (string, string) Loopback = ("Rvos:Outbound:AllowedNetworks:0", "127.0.0.0/8");

    [Fact]
    public async Task Url_NameThatResolvesToLoopback_422AndNobodyAsked()
    {
        await using var server = await FileServer.ServingAsync(Clips.Small);
        await using var service = await StartAsync();
        service.Names.Map("inside.example", "127.0.0.1");
        using var answer = await PostAsync(service, $"http://inside.example:{server.Port}/a.mp4");
        await answer.AssertProblemAsync(422, "[url]");
        Assert.Equal(0, server.Requests);
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Url_MetadataAddressAllowedByMistake_StaysRefused()
    {
        await using var service = await StartAsync(("Rvos:Outbound:AllowedNetworks:0", "169.254.0.0/16"));
        using var answer = await PostAsync(service, "http://169.254.169.254/latest/meta-data");
        await answer.AssertProblemAsync(422, "[url]");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Url_RedirectToAnInnerAddress_IsNotFollowed(int status)
    {
        await using var inner = await FileServer.ServingAsync(Clips.Small);
        await using var server = await FileServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = inner.Url + "/a.mp4";
            return Task.CompletedTask;
        });
        await using var service = await StartAsync(Loopback);
        using var answer = await PostAsync(service, server.Url + "/a.mp4");
        await answer.AssertProblemAsync(422, "redirect");
        Assert.Equal((1, 0), (server.Requests, inner.Requests));
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData("/some/dogs%20.mp4?token=1", null, "dogs .mp4")]
    [InlineData("/", null, "video")]
    [InlineData("/a.mp4", "My clip", "My clip")]
    public async Task Url_Video_IsStoredUnderItsName(string path, string? name, string expected)
    {
        await using var server = await FileServer.ServingAsync(Clips.Small);
        await using var service = await StartAsync(Loopback);
        using var answer = await PostAsync(service, server.Url + path, name);
        answer.AssertStatus(HttpStatusCode.Created);
        var video = (await answer.Content.ReadFromJsonAsync<VideoResponse>(ApiJson.Options))!;
        Assert.Equal((expected, Clips.Small.Length, Clips.Sha256(Clips.Small)), (video.Name, video.Length, video.Sha256));
        await service.AssertOnlyVideosAsync(video.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Url_LargerThanAllowed_RefusedAndNothingKept(bool announced)
    {
        await using var server = await FileServer.StartAsync(async context =>
        {
            if (announced) context.Response.ContentLength = Clips.Large.Length;
            await context.Response.Body.WriteAsync(Clips.Large);
        });
        await using var service = await StartAsync(Loopback, ("Rvos:Videos:MaximumBytes", "200000"));
        using var answer = await PostAsync(service, server.Url);
        await answer.AssertProblemAsync(422, "200000");
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("trickling")]
    public async Task Url_SlowerThanAllowed_RefusedAndNothingKept(string how)
    {
        await using var server = await FileServer.StartAsync(async context =>
        {
            if (how == "silent") await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var value in Clips.Small)
            {
                if (context.RequestAborted.IsCancellationRequested) return;
                await context.Response.Body.WriteAsync(new[] { value });
                await context.Response.Body.FlushAsync();
                await Task.Delay(20, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        await using var service = await StartAsync(Loopback, ("Rvos:Videos:DownloadTime", "00:00:01"));
        using var answer = await PostAsync(service, server.Url);
        await answer.AssertProblemAsync(422, "[url]");
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Url_CutOff_RefusedAndNothingKept()
    {
        await using var server = await FileServer.StartAsync(async context =>
        {
            context.Response.ContentLength = Clips.Small.Length;
            await context.Response.Body.WriteAsync(Clips.Small.AsMemory(0, 9000));
            await context.Response.Body.FlushAsync();
            // Time to read what came: the reset that follows throws away what is still on the way.
            await Task.Delay(500);
            context.Abort();
        });
        await using var service = await StartAsync(Loopback);
        using var answer = await PostAsync(service, server.Url);
        await answer.AssertProblemAsync(422, "ended too early");
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(206)]
    public async Task Url_AnswersWithAnotherStatus_Refused(int status)
    {
        await using var server = await FileServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.Body.WriteAsync(Clips.Small).AsTask();
        });
        await using var service = await StartAsync(Loopback);
        using var answer = await PostAsync(service, server.Url);
        await answer.AssertProblemAsync(422, $"{status}");
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Url_OfNoVideo_RefusedAndNothingKept()
    {
        await using var server = await FileServer.ServingAsync("<html>sign in</html>"u8.ToArray());
        await using var service = await StartAsync(Loopback);
        using var answer = await PostAsync(service, server.Url);
        await answer.AssertProblemAsync(422, "[url]");
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Url_NobodyListens_Refused()
    {
        int port;
        await using (var server = await FileServer.ServingAsync([])) port = server.Port;
        await using var service = await StartAsync(Loopback);
        using var answer = await PostAsync(service, $"http://127.0.0.1:{port}/a.mp4");
        await answer.AssertProblemAsync(422, "[url]");
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("{\"url\": 7}", 400)]
    [InlineData("{\"url\": null}", 400)]
    [InlineData("{\"url\": \"https://public.example/a.mp4\", \"follow\": true}", 400)]
    [InlineData("{\"Url\": \"https://public.example/a.mp4\"}", 400)]
    [InlineData("long name", 400)]
    [InlineData("large", 413)]
    public async Task Url_BadBody_Refused(string body, int status)
    {
        await using var service = await StartAsync();
        var text = body switch
        {
            "large" => "{\"url\": \"" + new string('a', 70_000) + "\"}",
            "long name" => "{\"url\": \"https://public.example/a.mp4\", \"name\": \"" + new string('a', 201) + "\"}",
            _ => body,
        };
        using var client = service.Client();
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/v1/videos", content);
        await answer.AssertProblemAsync(status);
        await service.AssertOnlyVideosAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(IngestionHarness service, string url, string? name = null)
    {
        using var client = service.Client();
        return await client.PostAsJsonAsync("/v1/videos", new FetchVideoRequest { Url = url, Name = name }, ApiJson.Options);
    }
}
