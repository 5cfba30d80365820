using System.Net.Http.Json;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>All that is refused, one after the other, by one service: nothing of any of them is there afterwards.</summary>
public sealed class VideoRefusalTests(LocalService shared) : IClassFixture<LocalService>
{
    [Theory]
    [MemberData(nameof(NotVideos.Names), MemberType = typeof(NotVideos))]
    public async Task Form_NotAVideo_422AndNothingKept(string what)
    {
        var service = shared.Service;
        using var target = new TargetVideo();
        using var client = service.Client();
        using var form = IngestionHarness.Form(NotVideos.Of(what, target.Path));
        using var answer = await client.PostAsync("/v1/videos", form);
        var words = await answer.AssertProblemAsync(422, "[file]");
        // Nothing of where the service keeps its files.
        Assert.DoesNotContain("/", words, StringComparison.Ordinal);
        await service.AssertOnlyVideosAsync();
    }

    [Theory]
    [InlineData("https://127.0.0.1/a.mp4")]
    [InlineData("http://127.0.0.1:{port}/a.mp4")]
    [InlineData("http://127.1:{port}/a.mp4")]
    [InlineData("http://2130706433:{port}/a.mp4")]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/a.mp4")]
    [InlineData("http://localhost:{port}/a.mp4")]
    [InlineData("http://inside.example:{port}/a.mp4")]
    [InlineData("https://inside.example/a.mp4")]
    [InlineData("https://both.example/a.mp4")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://metadata.example/a.mp4")]
    [InlineData("https://metadata.google.internal/a.mp4")]
    [InlineData("https://10.0.0.1/a.mp4")]
    [InlineData("https://nowhere.example/a.mp4")]
    [InlineData("https://user:word@public.example/a.mp4")]
    [InlineData("https://public.example:{port}/a.mp4")]
    [InlineData("http://public.example/a.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://public.example/a.mp4")]
    [InlineData("/a.mp4")]
    [InlineData("https://")]
    public async Task Url_RefusedByTheGuard_422AndNobodyAsked(string url)
    {
        await using var server = await FileServer.ServingAsync(Clips.Small);
        var service = shared.Service;
        service.Names.Map("inside.example", "127.0.0.1");
        service.Names.Map("both.example", "93.184.216.34", "127.0.0.1");
        service.Names.Map("metadata.example", "169.254.169.254");
        service.Names.Map("public.example", "93.184.216.34");
        using var client = service.Client();
        var body = new FetchVideoRequest { Url = url.Replace("{port}", $"{server.Port}", StringComparison.Ordinal) };
        using var answer = await client.PostAsJsonAsync("/v1/videos", body, ApiJson.Options);
        await answer.AssertProblemAsync(422, "[url]");
        Assert.Equal(0, server.Requests);
        await service.AssertOnlyVideosAsync();
    }
}
