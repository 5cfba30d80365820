using System.Text.Json;
using Rvos.Contracts.Messages;
using Rvos.Dapr.Tests.Support;

namespace Rvos.Dapr.Tests;

/// <summary>From an event with a video to a job, and to the event of its end.</summary>
public sealed class VideoTests : IAsyncDisposable
{
    private readonly Place _place = new();
    private readonly Sidecar _sidecar = new();

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task Event_Video_BecomesAJobOfTheConfiguredTenantWhoseEndIsPublished()
    {
        await using var files = await FileServer.StartAsync();
        await _sidecar.StartAsync();
        await using var app = await StartAsync();

        Assert.Equal("SUCCESS", await app.DeliverAsync(Envelope.Of(files.Url, more: """, "name": "Drive 7" """)));

        var video = Assert.Single(await app.VideosAsync());
        Assert.Equal(("Drive 7", 640, 360), (video.GetProperty("name").GetString(), video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()));
        var job = Assert.Single(await app.JobsAsync());
        Assert.Equal(("one-shot", "front"), (job.GetProperty("mode").GetString(), job.GetProperty("labels").GetProperty("camera").GetString()));
        Assert.Equal(video.GetProperty("id").GetString(), job.GetProperty("video").GetString());
        // What the event says of a tenant is nobody's word.
        Assert.Empty(await app.JobsAsync("globex"));

        var id = job.GetProperty("id").GetString()!;
        await App.UntilAsync(async () => (await app.GetAsync($"/v1/jobs/{id}")).GetProperty("state").GetString() == "running");
        await EndAsync(app, id);
        await App.UntilAsync(() => !_sidecar.State.Published.IsEmpty);
        var end = _sidecar.State.Published.Single().Body;
        Assert.Equal(("job.completed", id), (end.GetProperty("type").GetString(), end.GetProperty("subject").GetString()));
        Assert.Equal(("front", 8), (end.GetProperty("data").GetProperty("labels").GetProperty("camera").GetString(), end.GetProperty("data").GetProperty("frames").GetInt32()));
    }

    [Fact]
    public async Task Event_DeliveredAgainAlsoAfterARestart_IsOneVideoAndOneJob()
    {
        await using var files = await FileServer.StartAsync();
        await using (var first = await StartAsync())
        {
            Assert.Equal("SUCCESS", await first.DeliverAsync(Envelope.Of(files.Url)));
            Assert.Equal("SUCCESS", await first.DeliverAsync(Envelope.Of(files.Url)));
        }

        await using var second = await StartAsync();
        // As a bus may write it another time.
        Assert.Equal("SUCCESS", await second.DeliverAsync(JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(Envelope.Of(files.Url)))));
        Assert.Equal((1, 1, 1), (files.Requests, (await second.VideosAsync()).Length, (await second.JobsAsync()).Length));
        // The same id of another source is another event.
        Assert.Equal("SUCCESS", await second.DeliverAsync(Envelope.Of(files.Url, source: "dashcam-8")));
        Assert.Equal((2, 2), ((await second.VideosAsync()).Length, (await second.JobsAsync()).Length));
    }

    [Fact]
    public async Task Event_DeliveredManyTimesAtOnce_IsOneVideoAndOneJob()
    {
        await using var files = await FileServer.StartAsync();
        await using var app = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.DeliverAsync(Envelope.Of(files.Url))));
        Assert.All(answers, answer => Assert.Contains(answer, (string[])["SUCCESS", "RETRY"]));
        Assert.Contains("SUCCESS", answers);
        Assert.Equal("SUCCESS", await app.DeliverAsync(Envelope.Of(files.Url)));
        Assert.Equal((1, 1, 1), (files.Requests, (await app.VideosAsync()).Length, (await app.JobsAsync()).Length));
    }

    [Fact]
    public async Task Event_KnownIdWithOtherData_IsDroppedAndTheJobStays()
    {
        await using var files = await FileServer.StartAsync();
        await using var app = await StartAsync();
        await app.DeliverAsync(Envelope.Of(files.Url));
        Assert.Equal("DROP", await app.DeliverAsync(Envelope.Of(files.Url + "?other")));
        AssertDropped(app, "event-1", "The key was used for another request");
        Assert.Equal((1, 1), ((await app.VideosAsync()).Length, (await app.JobsAsync()).Length));
    }

    [Theory]
    [InlineData("no json", "it is no JSON")]
    [InlineData("[]", "it is no CloudEvent")]
    [InlineData("""{"specversion": "1.0", "source": "a", "data": {}}""", "it has no id")]
    [InlineData("""{"id": "event-1", "source": 7, "data": {}}""", "its source")]
    [InlineData("""{"id": "event-1", "source": "a", "data": "text"}""", "no JSON object")]
    [InlineData("""{"id": "event-1", "source": "a", "data_base64": "e30="}""", "no JSON object")]
    public async Task Event_NotWellFormed_IsDropped(string envelope, string why)
    {
        await using var app = await StartAsync();
        Assert.Equal("DROP", await app.DeliverAsync(envelope));
        AssertDropped(app, "(unread)", why);
        await AssertNothingAsync(app);
    }

    [Theory]
    [InlineData("{}", "(unread)", "its data are wrong")]
    [InlineData("""{"url": "URL", "mode": "zero-shot", "tenant": "globex"}""", "(unread)", "its data are wrong")]
    [InlineData("""{"url": "", "mode": "zero-shot"}""", "event-1", "url: The url is missing")]
    [InlineData("""{"url": "URL", "mode": "two-shot"}""", "event-1", "mode: The mode is one-shot or zero-shot")]
    [InlineData("""{"url": "URL", "mode": "one-shot"}""", "event-1", "objects: A one-shot job needs at least one object or mask")]
    [InlineData("""{"url": "URL", "mode": "zero-shot", "model": "nobody"}""", "event-1", "model: There is no model 'nobody' here")]
    [InlineData("""{"url": "URL", "mode": "zero-shot", "labels": {"a:b": "c"}}""", "event-1", "labels")]
    public async Task Event_ThatCannotBeAJob_IsDroppedBeforeAnythingIsFetched(string data, string id, string why)
    {
        await using var files = await FileServer.StartAsync();
        await using var app = await StartAsync();
        Assert.Equal("DROP", await app.DeliverAsync(Envelope.Around(data.Replace("URL", files.Url, StringComparison.Ordinal))));
        AssertDropped(app, id, why);
        Assert.Equal(0, files.Requests);
        await AssertNothingAsync(app);
    }

    [Fact]
    public async Task Event_ObjectBesideTheFrame_IsDroppedAndItsVideoGoes()
    {
        await using var files = await FileServer.StartAsync();
        await using var app = await StartAsync();
        Assert.Equal("DROP", await app.DeliverAsync(Envelope.Of(files.Url, objects: """[{"id": 1, "box": [5000, 5000, 5100, 5100]}]""")));
        AssertDropped(app, "event-1", "objects[0]");
        Assert.Equal(1, files.Requests);
        await AssertNothingAsync(app);
    }

    [Fact]
    public async Task Event_NoVideoThere_IsDroppedAndNothingIsKept()
    {
        await using var files = await FileServer.StartAsync("<html>sign in</html>"u8.ToArray());
        await using var app = await StartAsync();
        Assert.Equal("DROP", await app.DeliverAsync(Envelope.Of(files.Url)));
        AssertDropped(app, "event-1", "url:");
        await AssertNothingAsync(app);
    }

    [Fact]
    public async Task Event_TooLarge_IsDropped()
    {
        await using var app = await StartAsync(("Rvos:Dapr:MaximumEventBytes", "2000"));
        Assert.Equal("DROP", await app.DeliverAsync(Envelope.Of("https://public.example/a.mp4", more: $", \"name\": \"{new string('a', 3000)}\"")));
        AssertDropped(app, "(unread)", "more than 2000 bytes");
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/drive.mp4")]
    [InlineData("http://localhost:PORT/drive.mp4")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://10.0.0.1/drive.mp4")]
    [InlineData("file:///etc/passwd")]
    public async Task Event_UrlOfTheInside_IsDroppedAndNobodyAsked(string url)
    {
        await using var files = await FileServer.StartAsync();
        await using var app = await StartAsync(("Rvos:Outbound:AllowedNetworks:0", "203.0.113.0/24"));
        Assert.Equal("DROP", await app.DeliverAsync(Envelope.Of(url.Replace("PORT", $"{new Uri(files.Url).Port}", StringComparison.Ordinal))));
        AssertDropped(app, "event-1", "url: The URL is refused");
        Assert.Equal(0, files.Requests);
        await AssertNothingAsync(app);
    }

    [Theory]
    [InlineData(404, "DROP")]
    [InlineData(302, "DROP")]
    [InlineData(429, "RETRY")]
    [InlineData(503, "RETRY")]
    public async Task Event_UrlAnswersWithAStatus_IsDroppedOrBroughtAgain(int status, string answer)
    {
        await using var files = await FileServer.StartAsync();
        files.Status = status;
        await using var app = await StartAsync();
        Assert.Equal(answer, await app.DeliverAsync(Envelope.Of(files.Url)));
        await AssertNothingAsync(app);
        files.Status = 200;
        if (answer == "RETRY") Assert.Equal("SUCCESS", await app.DeliverAsync(Envelope.Of(files.Url)));
    }

    [Fact]
    public async Task Event_TooManyUnfinishedJobs_IsBroughtAgainAndItsVideoIsNotFetchedTwice()
    {
        await using var files = await FileServer.StartAsync();
        await using var app = await StartAsync(("Rvos:Jobs:MaximumUnfinished", "1"));
        Assert.Equal("SUCCESS", await app.DeliverAsync(Envelope.Of(files.Url, "first")));
        Assert.Equal("RETRY", await app.DeliverAsync(Envelope.Of(files.Url, "second")));
        var first = Assert.Single(await app.JobsAsync()).GetProperty("id").GetString();
        using (var client = app.Client())
        using (var cancelled = await client.DeleteAsync($"/v1/jobs/{first}")) Assert.True(cancelled.IsSuccessStatusCode);
        Assert.Equal("SUCCESS", await app.DeliverAsync(Envelope.Of(files.Url, "second")));
        Assert.Equal((2, 2, 2), (files.Requests, (await app.VideosAsync()).Length, (await app.JobsAsync()).Length));
    }

    private Task<App> StartAsync(params (string, string)[] more) => App.StartAsync(_place, App.With(_sidecar, more));

    private static void AssertDropped(App app, string id, string why) => Assert.Contains(
        app.Log.All, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($"Event {id} of rvos.videos is dropped: ", StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal));

    private static async Task AssertNothingAsync(App app)
    {
        Assert.Empty(await app.VideosAsync());
        foreach (var table in new[] { "videos", "jobs", "job_requests" }) Assert.Equal((table, 0), (table, await app.CountAsync(table)));
    }

    // The stages that would make the masks are other services.
    private static async Task EndAsync(App app, string job)
    {
        await app.PublishAsync(new MasksDecoded { JobId = job, Segment = 0, Revision = 0, FramesSoFar = 8, IsLast = true });
        await App.UntilAsync(async () => (await app.GetAsync($"/v1/jobs/{job}")).GetProperty("state").GetString() == "completed");
    }
}
