using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>The tus protocol as a client speaks it.</summary>
internal sealed class TusClient(HttpClient client) : IDisposable
{
    internal const string ContentType = "application/offset+octet-stream";

    internal static string Metadata(string fileName) => "filename " + Convert.ToBase64String(Encoding.UTF8.GetBytes(fileName));

    internal static (string Name, string Value) Checksum(byte[] bytes) => ("Upload-Checksum", "sha256 " + Convert.ToBase64String(SHA256.HashData(bytes)));

    internal Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    internal Task<HttpResponseMessage> TryCreateAsync(long length, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/v1/uploads", null, [("Upload-Length", length.ToString(CultureInfo.InvariantCulture)), .. headers]);

    /// <summary>A new upload's path.</summary>
    internal async Task<string> CreateAsync(long length, string fileName = "clip.mp4")
    {
        using var response = await TryCreateAsync(length, ("Upload-Metadata", Metadata(fileName)));
        Assert.Equal(201, (int)response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    internal Task<HttpResponseMessage> PatchAsync(string path, long offset, byte[] bytes, params (string Name, string Value)[] headers) => PatchAsync(path, offset, new ByteArrayContent(bytes), headers);

    internal Task<HttpResponseMessage> PatchAsync(string path, long offset, HttpContent content, params (string Name, string Value)[] headers)
    {
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        return SendAsync(HttpMethod.Patch, path, content, [("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)), .. headers]);
    }

    internal Task<HttpResponseMessage> HeadAsync(string path) => SendAsync(HttpMethod.Head, path, null);

    internal Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(path);

    internal Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>The offset that HEAD tells; -1 when there is none.</summary>
    internal async Task<long> OffsetAsync(string path)
    {
        using var response = await HeadAsync(path);
        return response.Header("Upload-Offset") is { } offset ? long.Parse(offset, CultureInfo.InvariantCulture) : -1;
    }

    /// <summary>Waits for an offset: a server that lost its client notices a little later.</summary>
    internal async Task<long> OffsetAsync(string path, Func<long, bool> reached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await OffsetAsync(path) is var offset && reached(offset)) return offset;
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>As a client does: ask for the offset, send the rest, wait where another still holds the upload.</summary>
    internal async Task ResumeAsync(string path, byte[] file)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var offset = await OffsetAsync(path);
            using var answer = await PatchAsync(path, offset, file[(int)offset..]);
            if (answer.StatusCode == HttpStatusCode.NoContent) return;
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Locked, HttpStatusCode.Conflict });
            await Task.Delay(50, limit.Token);
        }
    }

    public void Dispose() => client.Dispose();
}
