using System.Globalization;
using System.Net;
using System.Text;

namespace Rvos.SystemTests.Support;

/// <summary>A resumable upload (tus 1.0) step by step.</summary>
internal sealed class TusUpload
{
    private readonly HttpClient http;
    private readonly byte[] bytes;
    private readonly Uri place;
    private string? video;

    private TusUpload(HttpClient http, byte[] bytes, Uri place) => (this.http, this.bytes, this.place) = (http, bytes, place);

    internal static async Task<TusUpload> CreateAsync(HttpClient http, string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        using var request = Request(HttpMethod.Post, new Uri("/v1/uploads", UriKind.Relative));
        request.Headers.Add("Upload-Length", bytes.Length.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(Path.GetFileName(path)))}");
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return new TusUpload(http, bytes, answer.Headers.Location!);
    }

    /// <summary>Sends some bytes from where the server is.</summary>
    internal async Task SendAsync(int count)
    {
        var offset = await OffsetAsync();
        await PatchAsync(offset, new ByteArrayContent(bytes, (int)offset, (int)Math.Min(count, bytes.Length - offset)));
    }

    /// <summary>The same, but so slowly that it can be interrupted.</summary>
    internal async Task SendSlowlyAsync(int count)
    {
        var offset = await OffsetAsync();
        await PatchAsync(offset, new SlowContent(bytes.AsMemory((int)offset, count)));
    }

    internal Task SendRestAsync() => SendAsync(int.MaxValue);

    /// <summary>How many bytes the server has; asked again while it is away or still busy with what was cut off.</summary>
    internal async Task<long> OffsetAsync()
    {
        for (var limit = DateTime.UtcNow.AddMinutes(1); ; await Task.Delay(200))
        {
            try
            {
                using var request = Request(HttpMethod.Head, place);
                using var answer = await http.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                {
                    if (answer.Headers.TryGetValues("X-Rvos-Video", out var found)) video = found.Single();
                    return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
                }

                Assert.True(DateTime.UtcNow < limit, $"HEAD is answered with {answer.StatusCode}");
            }
            catch (HttpRequestException) when (DateTime.UtcNow < limit)
            {
                // Not there at all.
            }
        }
    }

    /// <summary>The video that the whole upload became.</summary>
    internal async Task<string> VideoAsync()
    {
        Assert.Equal(bytes.Length, await OffsetAsync());
        return video ?? throw new InvalidOperationException("the upload names no video");
    }

    private async Task PatchAsync(long offset, HttpContent content)
    {
        // What was cut off may be held by the server for a moment: 423 until it has let go.
        for (var limit = DateTime.UtcNow.AddMinutes(1); ; await Task.Delay(500))
        {
            using var request = Request(HttpMethod.Patch, place);
            request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
            request.Content = content;
            request.Content.Headers.ContentType = new("application/offset+octet-stream");
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.Locked)
            {
                Assert.True(answer.StatusCode == HttpStatusCode.NoContent, $"PATCH is answered with {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                return;
            }

            Assert.True(DateTime.UtcNow < limit, "the upload stays locked");
            var rest = await content.ReadAsByteArrayAsync();
            content = new ByteArrayContent(rest);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri place)
    {
        var request = new HttpRequestMessage(method, place);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }

    private sealed class SlowContent(ReadOnlyMemory<byte> content) : HttpContent
    {
        private const int Block = 1 << 10;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var at = 0; at < content.Length; at += Block)
            {
                await stream.WriteAsync(content.Slice(at, Math.Min(Block, content.Length - at)));
                await stream.FlushAsync();
                await Task.Delay(50);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}
