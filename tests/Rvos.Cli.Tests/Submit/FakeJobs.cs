using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rvos.Contracts.Http;
using Answer = Microsoft.AspNetCore.Http.Results;

namespace Rvos.Cli.Tests.Submit;

/// <summary>The jobs API: idempotency keys with the same body only, events with replay, results.</summary>
internal sealed class FakeJobs(FakeState state, FakeFaults faults, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly JsonSerializerOptions Strict = new(Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    internal void Map(WebApplication app)
    {
        app.MapPost("/v1/jobs", (Delegate)CreateAsync);
        app.MapGet("/v1/jobs", List);
        app.MapGet("/v1/jobs/{id}", (string id) => state.Jobs.TryGetValue(id, out var job) ? Answer.Json(View(job), Json) : Unknown());
        app.MapDelete("/v1/jobs/{id}", Cancel);
        app.MapGet("/v1/jobs/{id}/events", EventsAsync);
        app.MapGet("/v1/jobs/{id}/masks.zip", (string id) => Answer.Bytes(Archive(), "application/zip"));
        app.MapGet("/v1/jobs/{id}/annotations.json", (string id) => Answer.Json(new { job = id }));
        app.MapGet("/v1/jobs/{id}/overlay.mp4", Overlay);
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var request = JsonSerializer.Deserialize<JsonElement>(body);
        JsonSerializer.Deserialize<CreateJobRequest>(body, Strict);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        lock (state.Keys)
        {
            if (state.Keys.TryGetValue(key, out var known))
                return known.Body == body ? Answer.Json(View(known), Json, statusCode: 201) : Answer.Problem("The key was used for another request.", statusCode: 422, title: "Request cannot be followed", extensions: Field("Idempotency-Key"));
            if (!state.Videos.ContainsKey(request.GetProperty("video").GetString()!)) return Answer.Problem("There is no such video.", statusCode: 422, title: "Request cannot be followed", extensions: Field("video"));
            var job = new FakeState.Job(state.NewId("job"), key, body, request);
            state.Keys[key] = state.Jobs[job.Id] = job;
            job.ShownAt = time.GetUtcNow() + faults.Hidden;
            _ = RunAsync(job);
            return Answer.Json(View(job), Json, statusCode: 201);
        }
    }

    private async Task RunAsync(FakeState.Job job)
    {
        while (job.Done < FakeState.Job.Frames)
        {
            await Task.Delay(faults.JobPace);
            if (job.State == "cancelled") return;
            job.State = "running";
            job.Done++;
        }

        job.State = faults.Failing.Contains(state.Videos[job.Video].Name) ? "failed" : "completed";
    }

    private IResult List(HttpContext http)
    {
        var label = http.Request.Query["label"].ToString().Split(':');
        var wanted = http.Request.Query["state"].ToString();
        var jobs = state.Jobs.Values.Where(j => j.ShownAt <= time.GetUtcNow()).OrderByDescending(j => j.Id, StringComparer.Ordinal).Select(View)
            .Where(j => label.Length < 2 || (j.Labels.TryGetValue(label[0], out var value) && value == label[1])).Where(j => wanted.Length == 0 || j.State == wanted);
        return Answer.Json(new JobListResponse { Items = [.. jobs.Take(int.Parse(http.Request.Query["limit"]!))] }, Json);
    }

    private IResult Cancel(string id)
    {
        if (!state.Jobs.TryGetValue(id, out var job)) return Unknown();
        if (job.State is "completed" or "failed" or "cancelled")
        {
            state.Jobs.TryRemove(id, out _);
            return Answer.NoContent();
        }

        job.State = "cancelled";
        return Answer.Json(View(job), Json, statusCode: 202);
    }

    // Made a little after the masks.
    private IResult Overlay(string id, HttpContext http)
    {
        var job = state.Jobs[id];
        if (!job.WasAskedForOverlay)
        {
            job.WasAskedForOverlay = true;
            http.Response.Headers.RetryAfter = "0";
            return Answer.Problem("The overlay is not made yet.", statusCode: 404, title: "Not yet");
        }

        return Answer.Bytes(state.Videos[job.Video].Bytes, "video/mp4");
    }

    private async Task EventsAsync(string id, HttpContext http)
    {
        if (faults.Events == "absent" || !state.Jobs.TryGetValue(id, out var job))
        {
            await Unknown().ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/event-stream";
        await http.Response.Body.FlushAsync();
        if (faults.Events == "silent") await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var sent = int.TryParse(http.Request.Headers["Last-Event-ID"], out var last) ? last : -1;
        while (!http.RequestAborted.IsCancellationRequested)
        {
            var view = View(job);
            var isEnd = view.State is "completed" or "failed" or "cancelled";
            var now = isEnd ? 100 : job.Done;
            if (now > sent)
            {
                await http.Response.WriteAsync($": beat\nid: {sent = now}\nevent: {(isEnd ? "state" : "progress")}\ndata: {JsonSerializer.Serialize(view, Json)}\n\n");
                await http.Response.Body.FlushAsync();
                if (faults.Events == "broken") http.Abort();
            }

            if (isEnd) return;
            await Task.Delay(5);
        }
    }

    private byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            for (var i = 0; i < FakeState.Job.Frames; i++) Write(zip, $"{i:D5}.png");
            if (faults.EvilEntry is { } evil) Write(zip, evil);
        }

        return bytes.ToArray();
    }

    private static void Write(ZipArchive zip, string name)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write([1, 2, 3]);
    }

    private JobResponse View(FakeState.Job job)
    {
        var root = $"/v1/jobs/{job.Id}";
        return new JobResponse
        {
            Id = job.Id,
            State = job.State,
            Video = job.Video,
            Mode = job.Request.GetProperty("mode").GetString()!,
            Model = "test",
            Labels = job.Request.GetProperty("labels").Deserialize<Dictionary<string, string>>()!,
            Progress = new JobProgress { FramesDecoded = job.Done, FramesEncoded = job.Done, FramesSegmented = job.Done, Frames = FakeState.Job.Frames },
            Revision = 0,
            Timings = new JobTimings(),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Error = job.State == "failed" ? "the decoder stumbled" : null,
            Links = new JobLinks { Self = root, Events = $"{root}/events", Mask = $"{root}/masks/{{frame}}.png", MasksZip = $"{root}/masks.zip", Annotations = $"{root}/annotations.json", Overlay = $"{root}/overlay.mp4" },
        };
    }

    private static Dictionary<string, object?> Field(string name) => new() { ["field"] = name };

    private static IResult Unknown() => Answer.Problem("There is no such job.", statusCode: 404, title: "Unknown job");
}
