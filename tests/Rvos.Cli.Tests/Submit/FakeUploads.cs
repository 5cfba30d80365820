using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Answer = Microsoft.AspNetCore.Http.Results;

namespace Rvos.Cli.Tests.Submit;

/// <summary>tus 1.0 as the ingestion service speaks it: every byte that came counts, one request at a time for an upload.</summary>
internal sealed class FakeUploads(FakeState state, FakeFaults faults)
{
    internal void Map(WebApplication app)
    {
        app.MapPost("/v1/uploads", Create);
        app.MapMethods("/v1/uploads/{id}", ["HEAD"], Head);
        app.MapGet("/v1/uploads/{id}", Get);
        app.MapMethods("/v1/uploads/{id}", ["PATCH"], PatchAsync);
        app.MapGet("/v1/videos/{id}", (string id) => state.Videos.TryGetValue(id, out var video) ? Answer.Json(new { id, name = video.Name, sha256 = video.Sha256 }) : Unknown());
    }

    private IResult Create(HttpContext http)
    {
        if (http.Request.Headers["Tus-Resumable"] != "1.0.0") return Answer.Problem(statusCode: 412);
        var metadata = http.Request.Headers["Upload-Metadata"].ToString().Split(' ');
        var name = metadata is ["filename", var value] ? Encoding.UTF8.GetString(Convert.FromBase64String(value)) : throw new InvalidOperationException("no filename");
        var upload = new FakeState.Upload(state.NewId("upl"), long.Parse(http.Request.Headers["Upload-Length"]!), name);
        state.Uploads[upload.Id] = upload;
        http.Response.Headers.Location = $"/v1/uploads/{upload.Id}";
        Describe(http, upload);
        return Answer.StatusCode(201);
    }

    private IResult Head(string id, HttpContext http)
    {
        if (!state.Uploads.TryGetValue(id, out var upload)) return Unknown();
        if (upload.Error is not null) return Answer.StatusCode(410);
        Describe(http, upload);
        http.Response.Headers["Upload-Length"] = $"{upload.Length}";
        return Answer.Ok();
    }

    private IResult Get(string id) => state.Uploads.TryGetValue(id, out var upload)
        ? Answer.Json(new { id, state = upload.Error is not null ? "failed" : upload.Video is null ? "receiving" : "completed", error = upload.Error })
        : Unknown();

    private async Task<IResult> PatchAsync(string id, HttpContext http)
    {
        if (!state.Uploads.TryGetValue(id, out var upload)) return Unknown();
        if (http.Request.ContentType != "application/offset+octet-stream") return Answer.Problem(statusCode: 415);
        if (!await upload.Door.WaitAsync(0)) return Answer.Problem(statusCode: 423);
        try
        {
            if (upload.Error is not null) return Answer.Problem(statusCode: 410);
            if (long.Parse(http.Request.Headers["Upload-Offset"]!) != upload.Bytes.Length) return Answer.Problem($"The upload has {upload.Bytes.Length} bytes.", statusCode: 409, title: "Wrong offset");
            if (http.Request.ContentLength > upload.Length - upload.Bytes.Length) return Answer.Problem(statusCode: 413);
            if (!await ReceiveAsync(http, upload)) return Answer.StatusCode(503);
            if (upload.Bytes.Length == upload.Length && upload.Video is null && !Finish(upload)) return Answer.Problem(upload.Error, statusCode: 422, title: "Not a video");
            Describe(http, upload);
            return Answer.NoContent();
        }
        finally
        {
            upload.Door.Release();
        }
    }

    private async Task<bool> ReceiveAsync(HttpContext http, FakeState.Upload upload)
    {
        var left = faults.TakeCut() ? faults.CutAfter : null;
        var buffer = new byte[64 << 10];
        try
        {
            for (int count; (count = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
            {
                var kept = (int)Math.Min(count, left ?? count);
                upload.Bytes.Write(buffer, 0, kept);
                left -= kept;
                if (left == 0)
                {
                    http.Abort();
                    return false;
                }

                await Task.Delay(faults.UploadPace);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }

        return true;
    }

    private bool Finish(FakeState.Upload upload)
    {
        if (faults.NoVideos.Contains(upload.Name))
        {
            upload.Error = "The bytes are no video.";
            return false;
        }

        var bytes = upload.Bytes.ToArray();
        var video = new FakeState.Video(state.NewId("vid"), upload.Name, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
        state.Videos[video.Id] = video;
        upload.Video = video.Id;
        return true;
    }

    private static void Describe(HttpContext http, FakeState.Upload upload)
    {
        http.Response.Headers["Upload-Offset"] = $"{upload.Bytes.Length}";
        if (upload.Video is not null) http.Response.Headers["X-Rvos-Video"] = upload.Video;
    }

    private static IResult Unknown() => Answer.Problem("There is no such thing.", statusCode: 404, title: "Unknown");
}
