using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Rvos.Cli.Submit.Client;

/// <summary>Resumable uploads (tus 1.0): after any trouble the server is asked how much it has, and the rest is sent.</summary>
internal sealed class TusUploader(ApiClient api)
{
    private const string Root = "/v1/uploads", Version = "1.0.0", ContentType = "application/offset+octet-stream";

    // Of the last piece the server makes a video before it answers, which takes a while for a large one.
    private static readonly TimeSpan FinishTime = TimeSpan.FromMinutes(10);

    // A server that loses every upload shall not be fed for ever.
    private const int MostLost = 10;

    /// <summary>Bytes per request. A proxy may hold a request back until it is whole: no reason to make it gather a video.</summary>
    internal long ChunkBytes { get; init; } = 16 << 20;

    /// <summary>Uploads a file; the video's id.</summary>
    /// <exception cref="SubmitException">The file cannot be read, or trouble has lasted too long.</exception>
    /// <exception cref="ApiException">The server does not take the file.</exception>
    internal async Task<string> UploadAsync(UploadTask task, CancellationToken cancellation)
    {
        var patience = api.NewPatience(task.Tell);
        var (url, offset, most) = (task.Begun, (long?)null, 0L);
        for (var lost = 0; ;)
        {
            try
            {
                if (url is null)
                {
                    url = await CreateAsync(task, cancellation);
                    task.Created(url);
                    offset = 0;
                }

                var state = offset is { } from ? await AppendAsync(task, url, from, cancellation) : await AskAsync(url, cancellation);
                if (state.Video is not null) return state.Video;
                if (state.Length is { } length && length != task.Length) throw new ApiException(HttpStatusCode.Gone, "the upload is of another length", null, null);
                task.Sent(state.Offset);
                if (state.Offset > most) patience.GotOn();
                else if (offset == state.Offset) throw new TimeoutException("the server takes no more bytes, and makes no video of those that it has");
                most = Math.Max(most, state.Offset);
                offset = state.Offset;
            }
            catch (ApiException e) when (url is not null && e.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                await ThrowIfRefusedAsync(url!, task, cancellation);
                if (++lost > MostLost) throw new SubmitException($"the server has lost the upload {lost} times", e);
                (url, offset, most) = (null, null, 0);
                await patience.WaitAsync(e, cancellation);
            }
            catch (Exception e) when ((Trouble.IsPassing(e) || e is ApiException { Status: HttpStatusCode.Conflict }) && !cancellation.IsCancellationRequested)
            {
                offset = null;
                await patience.WaitAsync(e, cancellation);
            }
        }
    }

    private async Task<string> CreateAsync(UploadTask task, CancellationToken cancellation)
    {
        using var idle = api.NewIdle(ApiClient.AnswerTime, cancellation);
        using var request = Request(HttpMethod.Post, Root);
        request.Headers.Add("Upload-Length", $"{task.Length}");
        request.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(Path.GetFileName(task.Path)))}");
        using var response = await api.SendAsync(request, idle);
        var location = response.Headers.Location ?? throw new SubmitException($"POST {Root}: the answer has no Location: this is no tus server");
        // Only the path: wherever the answer points, bytes and key go to the server that the user named.
        return new Uri(api.Server, location).AbsolutePath;
    }

    private async Task<TusState> AskAsync(string url, CancellationToken cancellation)
    {
        using var idle = api.NewIdle(ApiClient.AnswerTime, cancellation);
        using var request = Request(HttpMethod.Head, url);
        using var response = await api.SendAsync(request, idle);
        return TusState.Of(response);
    }

    private async Task<TusState> AppendAsync(UploadTask task, string url, long offset, CancellationToken cancellation)
    {
        using var idle = api.NewIdle(ApiClient.AnswerTime, cancellation);
        using var request = Request(HttpMethod.Patch, url);
        var length = Math.Min(ChunkBytes, task.Length - offset);
        request.Headers.Add("Upload-Offset", $"{offset}");
        request.Content = new FileSlice(task.Path, offset, length, count =>
        {
            if (count < length) idle.Touch();
            else idle.Allow(FinishTime);
            task.Sent(offset + count);
        });
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        if (length == 0) idle.Allow(FinishTime);
        using var response = await api.SendAsync(request, idle);
        return TusState.Of(response);
    }

    // An upload that is gone may have been of bytes that are no video: sending them again would end the same way.
    private async Task ThrowIfRefusedAsync(string url, UploadTask task, CancellationToken cancellation)
    {
        UploadView upload;
        try
        {
            upload = await api.JsonAsync<UploadView>(() => new HttpRequestMessage(HttpMethod.Get, url), task.Tell, cancellation);
        }
        catch (ApiException)
        {
            return;
        }

        if (upload.State == "failed") throw new SubmitException($"the server does not take it: {upload.Error}");
    }

    private static HttpRequestMessage Request(HttpMethod method, string url)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.Add("Tus-Resumable", Version);
        return request;
    }

    private sealed record UploadView
    {
        public string? State { get; init; }

        public string? Error { get; init; }
    }
}
