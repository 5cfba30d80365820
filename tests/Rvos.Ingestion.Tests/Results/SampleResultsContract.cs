using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>What is served of the sample is what <c>rvos segment</c> writes, whatever the blob store.</summary>
public abstract class SampleResultsContract(SampleJob sample)
{
    private const string Root = "/v1/jobs/" + SampleJob.Id;

    [Fact]
    public async Task GetMask_EveryFrame_IsTheFileOfTheCommandLine()
    {
        await using var server = await StartAsync();
        Assert.Equal(sample.Frames, sample.Masks.Length);
        foreach (var path in sample.Masks)
        {
            using var response = await server.Client.GetAsync($"{Root}/masks/{Path.GetFileName(path)}");
            Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(await File.ReadAllBytesAsync(path), await response.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(await File.ReadAllBytesAsync(sample.Masks[7]), await server.Client.GetByteArrayAsync($"{Root}/masks/7.png"));
    }

    [Fact]
    public async Task GetArchive_AllMasks_HoldsTheFilesOfTheCommandLine()
    {
        await using var server = await StartAsync();
        var bytes = await server.Client.GetByteArrayAsync($"{Root}/masks.zip");
        using var archive = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(sample.Masks.Select(Path.GetFileName), archive.Entries.Select(e => e.FullName));
        foreach (var (entry, path) in archive.Entries.Zip(sample.Masks))
        {
            Assert.Equal(entry.Length, entry.CompressedLength);
            using var content = new MemoryStream();
            await using (var stream = entry.Open()) await stream.CopyToAsync(content);
            Assert.Equal(await File.ReadAllBytesAsync(path), content.ToArray());
        }

        Assert.Equal(bytes, await server.Client.GetByteArrayAsync($"{Root}/masks.zip"));
    }

    [Fact]
    public async Task GetAnnotations_AllMasks_IsTheFileOfTheCommandLine()
    {
        await using var server = await StartAsync();
        Assert.Equal(sample.Output("annotations.json"), await server.Client.GetByteArrayAsync($"{Root}/annotations.json"));
    }

    [Fact]
    public async Task GetOverlay_Made_IsTheFileOfTheCommandLineInWholeAndInParts()
    {
        await using var server = await StartAsync();
        await server.Overlays.WriteAsync(sample.Manifest, 0, SampleJob.VideoPath, CancellationToken.None);
        var expected = sample.Output("overlay.mp4");
        using var whole = await server.Client.GetAsync($"{Root}/overlay.mp4");
        Assert.Equal(expected, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("video/mp4", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal("bytes", Assert.Single(whole.Headers.AcceptRanges));
        foreach (var (from, to, first, last) in new (long?, long?, int, int)[]
        {
            (0, 0, 0, 0), (1000, 70_000, 1000, 70_000), (100_000, null, 100_000, expected.Length - 1), (null, 500, expected.Length - 500, expected.Length - 1), (5, 1L << 40, 5, expected.Length - 1),
        })
        {
            using var part = await SendAsync(server, HttpMethod.Get, r => r.Range = new RangeHeaderValue(from, to));
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(new ContentRangeHeaderValue(first, last, expected.Length), part.Content.Headers.ContentRange);
            Assert.Equal(expected[first..(last + 1)], await part.Content.ReadAsByteArrayAsync());
        }

        using var beyond = await SendAsync(server, HttpMethod.Get, r => r.Range = new RangeHeaderValue(expected.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(expected.Length, beyond.Content.Headers.ContentRange?.Length);
        using var head = await SendAsync(server, HttpMethod.Head, _ => { });
        Assert.Equal(expected.Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        var tag = whole.Headers.ETag!;
        Assert.False(tag.IsWeak);
        foreach (var (condition, status) in new[] { (tag, HttpStatusCode.PartialContent), (new EntityTagHeaderValue("\"other\""), HttpStatusCode.OK) })
        {
            using var part = await SendAsync(server, HttpMethod.Get, r => (r.Range, r.IfRange) = (new RangeHeaderValue(1, 2), new RangeConditionHeaderValue(condition)));
            Assert.Equal(status, part.StatusCode);
        }

        using var known = await SendAsync(server, HttpMethod.Get, r => r.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    private protected abstract Task<ResultsServer> StartAsync();

    private protected async Task<ResultsServer> WithSampleAsync(ResultsServer server)
    {
        await sample.CopyToAsync(server.Blobs);
        await server.AddVideoAsync(SampleJob.Video);
        server.Jobs.Set(sample.View);
        return server;
    }

    private static Task<HttpResponseMessage> SendAsync(ResultsServer server, HttpMethod method, Action<HttpRequestHeaders> prepare)
    {
        var request = new HttpRequestMessage(method, $"{Root}/overlay.mp4");
        prepare(request.Headers);
        return server.Client.SendAsync(request);
    }
}
