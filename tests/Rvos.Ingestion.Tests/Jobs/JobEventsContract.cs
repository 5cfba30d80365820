using System.Net;
using System.Text.Json;
using Rvos.Contracts.Messages;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>What happens to a job, as server-sent events.</summary>
public abstract class JobEventsContract : JobContract
{
    [Fact]
    public async Task Events_FromBeginningToEnd_EachOnceInOrderThenTheStreamEnds()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "4"));
        var job = await NewAsync(service);
        using var client = service.Client();
        var reading = client.GetStringAsync($"/v1/jobs/{job}/events");
        await MaskAllAsync(service, job);
        var events = Parse(await reading);
        Assert.Equal(Enumerable.Range(1, events.Length), events.Select(e => e.Id));
        Assert.Equal(["queued", "running", "running", "running", "running", "running", "completed"], events.Select(e => e.Data.GetProperty("state").GetString()));
        Assert.Equal(["state", "state", "progress", "progress", "progress", "progress", "state"], events.Select(e => e.Event));
        Assert.Equal(20, events[^1].Data.GetProperty("progress").GetProperty("frames_segmented").GetInt32());
        Assert.Equal(0, service.Get<JobSignals>().Count);
    }

    [Fact]
    public async Task Events_LastEventId_OnlyWhatWasMissedThen204()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "4"));
        var job = await NewAsync(service);
        await MaskAllAsync(service, job);
        Assert.Equal([6, 7], Parse(await TextAsync("5")).Select(e => e.Id));
        using (var client = service.Client(JobHarness.Tenant, ("Last-Event-ID", "7")))
        using (var done = await client.GetAsync($"/v1/jobs/{job}/events"))
            Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        using (var client = service.Client(JobHarness.Tenant, ("Last-Event-ID", "x")))
        using (var bad = await client.GetAsync($"/v1/jobs/{job}/events"))
            await bad.AssertProblemAsync(400, "[Last-Event-ID]");

        async Task<string> TextAsync(string after)
        {
            using var client = service.Client(JobHarness.Tenant, ("Last-Event-ID", after));
            return await client.GetStringAsync($"/v1/jobs/{job}/events");
        }
    }

    [Fact]
    public async Task Events_OfAnotherProcess_ArriveToo()
    {
        var place = await PlaceAsync();
        await using var one = await JobHarness.StartAsync(place, null, ("Rvos:Jobs:SegmentLength", "4"));
        await using var other = await JobHarness.StartAsync(place, null, ("Rvos:Jobs:SegmentLength", "4"));
        var job = await NewAsync(one);
        using var client = other.Client();
        var reading = client.GetStringAsync($"/v1/jobs/{job}/events");
        await MaskAllAsync(one, job);
        Assert.Equal("completed", Parse(await reading)[^1].Data.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Events_ClientGone_NothingIsLeftOfIt()
    {
        await using var service = await ServeAsync();
        var job = await NewAsync(service);
        using (var client = service.Client())
        {
            using var answer = await client.GetAsync($"/v1/jobs/{job}/events", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            await using var stream = await answer.Content.ReadAsStreamAsync();
            Assert.True(await stream.ReadAsync(new byte[100]) > 0);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (service.Get<JobSignals>().Count > 0) await Task.Delay(20, limit.Token);
    }

    [Fact]
    public async Task Events_Quiet_AHeartbeatComes()
    {
        await using var service = await ServeAsync();
        var job = await NewAsync(service);
        using var client = service.Client();
        using var answer = await client.GetAsync($"/v1/jobs/{job}/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string? line;
        do line = await reader.ReadLineAsync(limit.Token);
        while (line is not null && !line.StartsWith(": ", StringComparison.Ordinal));
        Assert.NotNull(line);
    }

    [Fact]
    public async Task Events_ManyProgresses_OnlyTheLastAreKept()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:SegmentLength", "1"), ("Rvos:Jobs:EventsKept", "5"), ("Rvos:Jobs:SegmentsInFlight", "64"));
        var job = await NewAsync(service);
        await MaskAllAsync(service, job, 1);
        using var client = service.Client();
        var ids = Parse(await client.GetStringAsync($"/v1/jobs/{job}/events")).Select(e => e.Id).ToArray();
        Assert.Equal([1, 2], ids[..2]);
        Assert.InRange(ids.Length, 7, 8);
    }

    private static async Task<string> NewAsync(JobHarness service) => (await service.CreateAsync(JobBodies.OneShot((await service.AddVideoAsync()).Id))).Id;

    private static async Task MaskAllAsync(JobHarness service, string job, int length = 4)
    {
        for (var segment = 0; segment < 20 / length; segment++)
        {
            await service.PublishAsync(new MasksDecoded { JobId = job, Segment = segment, Revision = 0, FramesSoFar = (segment + 1) * length, IsLast = segment == 20 / length - 1 });
            await service.UntilAsync(job, row => row.SegmentsMasked > segment);
        }
    }

    private static (int Id, string Event, JsonElement Data)[] Parse(string text) =>
    [
        .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => block.StartsWith("id:", StringComparison.Ordinal)).Select(block =>
        {
            var lines = block.Split('\n');
            return (int.Parse(lines[0][4..], System.Globalization.CultureInfo.InvariantCulture), lines[1][7..], JsonSerializer.Deserialize<JsonElement>(lines[2][6..]));
        }),
    ];
}
