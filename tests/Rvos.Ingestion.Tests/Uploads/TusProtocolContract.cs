using System.Globalization;
using System.Net;
using System.Text;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>What tus 1.0 says of requests and answers, creation, expiration, checksum and termination.</summary>
public abstract class TusProtocolContract : IngestionContract
{
    [Fact]
    public async Task Options_WithoutTenantOrVersion_TellsWhatIsSpoken()
    {
        await using var service = await StartAsync(("Rvos:Videos:MaximumBytes", "5000"));
        using var client = service.Client(tenant: null);
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/v1/uploads"));
        answer.AssertStatus(HttpStatusCode.NoContent);
        Assert.Equal("1.0.0", answer.Header("Tus-Resumable"));
        Assert.Equal("1.0.0", answer.Header("Tus-Version"));
        Assert.Equal("5000", answer.Header("Tus-Max-Size"));
        Assert.Equal("creation,creation-defer-length,creation-with-upload,expiration,checksum,concatenation,termination", answer.Header("Tus-Extension"));
        Assert.Equal("sha1,sha256", answer.Header("Tus-Checksum-Algorithm"));
    }

    [Fact]
    public async Task Create_ThenHead_TellsLengthOffsetMetadataAndExpiry()
    {
        await using var service = await StartAsync(("Rvos:Uploads:Expiry", "02:00:00"));
        using var tus = service.Tus();
        using var created = await tus.TryCreateAsync(1234, ("Upload-Metadata", TusClient.Metadata("a.mp4") + ",draft"));
        created.AssertStatus(HttpStatusCode.Created);
        var path = created.Headers.Location!.ToString();
        Assert.StartsWith("/v1/uploads/upl_", path, StringComparison.Ordinal);
        using var head = await tus.HeadAsync(path);
        head.AssertStatus(HttpStatusCode.OK);
        Assert.Equal("0", head.Header("Upload-Offset"));
        Assert.Equal("1234", head.Header("Upload-Length"));
        Assert.Equal(TusClient.Metadata("a.mp4") + ",draft", head.Header("Upload-Metadata"));
        Assert.Equal("no-store", head.Header("Cache-Control"));
        var expires = DateTimeOffset.ParseExact(head.Header("Upload-Expires")!, "R", CultureInfo.InvariantCulture);
        Assert.InRange(expires - service.Time.GetUtcNow(), TimeSpan.FromMinutes(118), TimeSpan.FromMinutes(120));
    }

    [Theory]
    [InlineData("HEAD", null)]
    [InlineData("HEAD", "0.2.2")]
    [InlineData("PATCH", null)]
    [InlineData("DELETE", null)]
    [InlineData("POST", "2.0.0")]
    public async Task AnyRequest_WithoutTheVersion_412AndNothingDone(string method, string? version)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(10);
        using var client = service.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), method == "POST" ? "/v1/uploads" : path);
        if (version is not null) request.Headers.Add("Tus-Resumable", version);
        request.Headers.Add(method == "POST" ? "Upload-Length" : "Upload-Offset", "0");
        if (method == "PATCH")
        {
            request.Content = new ByteArrayContent(new byte[5]);
            request.Content.Headers.Add("Content-Type", TusClient.ContentType);
        }

        using var answer = await client.SendAsync(request);
        answer.AssertStatus(HttpStatusCode.PreconditionFailed);
        Assert.Equal("1.0.0", answer.Header("Tus-Version"));
        Assert.Equal(0, await tus.OffsetAsync(path));
    }

    [Theory]
    [InlineData(400, "Upload-Length", "Upload-Length", "-1")]
    [InlineData(400, "Upload-Length", "Upload-Length", "1e3")]
    [InlineData(400, "Upload-Length", "Upload-Length", "99999999999999999999")]
    [InlineData(413, "Upload-Length", "Upload-Length", "5001")]
    [InlineData(422, "Upload-Length", "Upload-Length", "0")]
    [InlineData(400, "Upload-Concat", "Upload-Concat", "final;/v1/uploads/a /v1/uploads/b")]
    [InlineData(400, "Upload-Metadata", "Upload-Metadata", "filename not*base64")]
    [InlineData(400, "Upload-Metadata", "Upload-Metadata", "a YQ==,a YQ==")]
    [InlineData(400, "Upload-Metadata", "Upload-Metadata", "a YQ== YQ==")]
    [InlineData(400, "Upload-Metadata", "Upload-Metadata", "a YQ==,,b YQ==")]
    public async Task Create_BadHeader_RefusedAndNamed(int status, string field, string name, string value)
    {
        await using var service = await StartAsync(("Rvos:Videos:MaximumBytes", "5000"));
        using var tus = service.Tus();
        (string, string)[] headers = name == "Upload-Length" ? [(name, value)] : [("Upload-Length", "10"), (name, value)];
        using var answer = await tus.SendAsync(HttpMethod.Post, "/v1/uploads", null, headers);
        await answer.AssertProblemAsync(status, $"[{field}]");
        Assert.Null(answer.Headers.Location);
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Create_LongMetadata_Refused()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        using var answer = await tus.TryCreateAsync(10, ("Upload-Metadata", "a " + new string('A', 8000)));
        await answer.AssertProblemAsync(400, "[Upload-Metadata]");
    }

    [Theory]
    [InlineData("filename YQ==\u00a0")]
    [InlineData("\u00a0filename YQ==")]
    [InlineData("dateiname\u00e4 YQ==")]
    public async Task Create_MetadataBeyondAscii_Refused(string metadata)
    {
        await using var service = await StartAsync();
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var tus = new TusClient(new HttpClient(handler) { BaseAddress = service.Url, DefaultRequestHeaders = { { "X-Rvos-Tenant", IngestionHarness.Tenant } } });
        using var answer = await tus.TryCreateAsync(10, ("Upload-Metadata", metadata));
        await answer.AssertProblemAsync(400, "[Upload-Metadata]");
        await service.AssertOnlyVideosAsync();
    }

    [Fact]
    public async Task Create_ManyAtOnce_NoMoreThanAllowed()
    {
        await using var service = await StartAsync(("Rvos:Uploads:OpenPerTenant", "5"));
        using var tus = service.Tus();
        // Connections and statements are there: from now on they run at once.
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => tus.HeadAsync("/v1/uploads/upl_00000000000000000000000000000000")));
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => tus.TryCreateAsync(10)));
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(27, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Create_MoreUnfinishedThanAllowed_429UntilOneIsDeleted()
    {
        await using var service = await StartAsync(("Rvos:Uploads:OpenPerTenant", "2"));
        using var tus = service.Tus();
        var first = await tus.CreateAsync(10);
        await tus.CreateAsync(10);
        using (var refused = await tus.TryCreateAsync(10)) await refused.AssertProblemAsync(429, "2 unfinished");
        using (var other = service.Tus("globex")) await other.CreateAsync(10);
        using (var deleted = await tus.DeleteAsync(first)) deleted.AssertStatus(HttpStatusCode.NoContent);
        await tus.CreateAsync(10);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Patch_WrongOffset_409AndNothingTaken(int beside)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(2000);
        using (var first = await tus.PatchAsync(path, 0, new byte[1000])) first.AssertStatus(HttpStatusCode.NoContent);
        using var answer = await tus.PatchAsync(path, 1000 + beside, new byte[100]);
        await answer.AssertProblemAsync(409, "[Upload-Offset]");
        Assert.Equal(1000, await tus.OffsetAsync(path));
    }

    [Theory]
    [InlineData("text/plain", "0", 415, "content-type")]
    [InlineData("application/octet-stream", "0", 415, "content-type")]
    [InlineData(TusClient.ContentType, "", 400, "Upload-Offset")]
    [InlineData(TusClient.ContentType, "-0", 400, "Upload-Offset")]
    [InlineData(TusClient.ContentType, "x", 400, "Upload-Offset")]
    public async Task Patch_BadHeaders_Refused(string type, string offset, int status, string field)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(10);
        using var body = new ByteArrayContent(new byte[5]);
        body.Headers.Add("Content-Type", type);
        using var answer = await tus.SendAsync(HttpMethod.Patch, path, body, ("Upload-Offset", offset));
        await answer.AssertProblemAsync(status, $"[{field}]");
        Assert.Equal(0, await tus.OffsetAsync(path));
    }

    [Fact]
    public async Task Patch_WrongChecksum_460AndNothingKept_ThenTheRightOneGoesOn()
    {
        await using var service = await StartAsync(("Rvos:Uploads:PartBytes", "1024"));
        using var tus = service.Tus();
        var path = await tus.CreateAsync(9000);
        byte[] bytes = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
        using (var wrong = await tus.PatchAsync(path, 0, bytes, TusClient.Checksum(bytes[1..]))) await wrong.AssertProblemAsync(460, "[Upload-Checksum]");
        Assert.Equal(0, await tus.OffsetAsync(path));
        await service.AssertOnlyVideosAsync();
        using (var right = await tus.PatchAsync(path, 0, bytes, TusClient.Checksum(bytes))) right.AssertStatus(HttpStatusCode.NoContent);
        Assert.Equal(5000, await tus.OffsetAsync(path));
    }

    [Theory]
    [InlineData("md5 rL0Y20zC+Fzt72VPzMSk2A==")]
    [InlineData("sha256")]
    [InlineData("sha256 short")]
    [InlineData("sha1 rL0Y20zC+Fzt72VPzMSk2A==")]
    [InlineData("sha1  Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    public async Task Patch_ChecksumThatCannotBeRead_400(string checksum)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(10);
        using var answer = await tus.PatchAsync(path, 0, new byte[5], ("Upload-Checksum", checksum));
        await answer.AssertProblemAsync(400, "[Upload-Checksum]");
        Assert.Equal(0, await tus.OffsetAsync(path));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task AnotherTenantsUpload_404AndUntouched(string method)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(10);
        using var other = service.Tus("globex");
        using var body = method == "PATCH" ? new ByteArrayContent(new byte[5]) : null;
        body?.Headers.Add("Content-Type", TusClient.ContentType);
        using var answer = await other.SendAsync(new HttpMethod(method), path, body, ("Upload-Offset", "0"));
        answer.AssertStatus(HttpStatusCode.NotFound);
        Assert.Equal(0, await tus.OffsetAsync(path));
    }

    [Theory]
    [InlineData("upl_00000000000000000000000000000000")]
    [InlineData("nothing")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("%e2%82%ac")]
    public async Task Head_UnknownId_404WithoutOffset(string id)
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        using var answer = await tus.HeadAsync("/v1/uploads/" + id);
        answer.AssertStatus(HttpStatusCode.NotFound);
        Assert.Null(answer.Header("Upload-Offset"));
    }

    [Fact]
    public async Task AnyRequest_WithoutTenant_401()
    {
        await using var service = await StartAsync();
        using var tus = new TusClient(service.Client(tenant: null));
        using var answer = await tus.TryCreateAsync(10);
        await answer.AssertProblemAsync(401);
    }

    [Fact]
    public async Task Post_OverridingTheMethod_PatchesAndDeletes()
    {
        await using var service = await StartAsync();
        using var tus = service.Tus();
        var path = await tus.CreateAsync(10);
        using var body = new ByteArrayContent(new byte[5]);
        body.Headers.Add("Content-Type", TusClient.ContentType);
        using (var patched = await tus.SendAsync(HttpMethod.Post, path, body, ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "0"))) patched.AssertStatus(HttpStatusCode.NoContent);
        Assert.Equal(5, await tus.OffsetAsync(path));
        using (var neither = await tus.SendAsync(HttpMethod.Post, path, null)) await neither.AssertProblemAsync(405);
        using (var deleted = await tus.SendAsync(HttpMethod.Post, path, null, ("X-HTTP-Method-Override", "DELETE"))) deleted.AssertStatus(HttpStatusCode.NoContent);
        Assert.Equal(-1, await tus.OffsetAsync(path));
    }
}
