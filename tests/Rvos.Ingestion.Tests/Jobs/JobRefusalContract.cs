using System.Globalization;
using System.Net;
using System.Text;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Requests for jobs that cannot be followed: each is told where it is wrong, and leaves nothing.</summary>
public abstract class JobRefusalContract : JobContract
{
    private const string Other = "vid_00000000000000000000000000000000";

    public static TheoryData<string, int, string> Bodies()
    {
        var wrongSize = JobBodies.Png(JobBodies.Labels(64, 48, (1, 0, 0)));
        var good = JobBodies.Png(JobBodies.Labels((1, 0, 0)));
        var labels = string.Join(',', Enumerable.Range(0, 17).Select(i => $"\"l{i}\":\"v\""));
        string Objects(string objects) => $$"""{"video":"$","mode":"one-shot","objects":[{{objects}}]}""";
        string More(string more) => $$"""{"video":"$","mode":"one-shot","objects":[{{JobBodies.Box}}],{{more}}}""";
        return new TheoryData<string, int, string>
        {
            // JSON
            { "", 400, "body" }, { "null", 400, "body" }, { "[]", 400, "body" }, { "{", 400, "" }, { "\"x\"", 400, "body" }, { "{}", 400, "" },
            { """{"video":"$","mode":"one-shot","objects":"box"}""", 400, "objects" },
            { """{"video":1,"mode":"one-shot"}""", 400, "video" },
            { """{"video":null,"mode":"one-shot"}""", 400, "video" },
            { """{"video":"$","mode":null}""", 400, "mode" },
            { """{"video":"$"}""", 400, "" },
            { """{"video":"$","video":"$","mode":"one-shot"}""", 400, "video" },
            { More("\"colour\":1"), 400, "colour" },
            { More("\"Mode\":\"one-shot\""), 400, "Mode" },
            { More("\"masks\":null"), 400, "masks" }, { More("\"labels\":null"), 400, "labels" }, { More("\"ground_truth\":null"), 400, "ground_truth" },
            { More("\"masks\":[null]"), 400, "masks[0]" }, { More("\"ground_truth\":[null]"), 400, "ground_truth[0]" }, { Objects("null"), 400, "objects[0]" },
            { More("\"masks\":[{\"png\":null}]"), 400, "masks[0].png" }, { More("\"masks\":[{\"png\":\"%%\"}]"), 400, "masks[0].png" },
            { More("\"masks\":[{\"frame\":0}]"), 400, "masks[0]" },
            { Objects("""{"id":"1","box":[0,0,9,9]}"""), 400, "objects[0].id" }, { Objects("""{"id":1.5,"box":[0,0,9,9]}"""), 400, "objects[0].id" },
            { Objects("""{"id":99999999999,"box":[0,0,9,9]}"""), 400, "objects[0].id" }, { Objects("""{"box":[0,0,9,9]}"""), 400, "objects[0]" },
            { Objects("""{"id":1,"frame":-1,"box":[0,0,9,9]}"""), 422, "objects[0].frame" }, { Objects("""{"id":1,"frame":20,"box":[0,0,9,9]}"""), 422, "objects[0].frame" },
            { Objects("""{"id":1,"rle":{"size":null,"counts":"0"}}"""), 400, "objects[0].rle.size" }, { Objects("""{"id":1,"rle":{"size":[96,128],"counts":null}}"""), 422, "objects[0].rle.counts" },
            { Objects("""{"id":1,"rle":{"size":[96,128],"counts":[1,2]}}"""), 422, "objects[0].rle" },
            { Objects("""{"id":1,"rle":{"size":[96,128],"counts":[12288,-1]}}"""), 422, "objects[0].rle.counts[1]\"" }, { Objects("""{"id":1,"rle":{"size":[96,128],"counts":{"a":1}}}"""), 422, "objects[0].rle.counts\"" },
            { Objects("""{"id":1,"rle":{"size":[96,128],"counts":[0,12287.5,0.5]}}"""), 422, "objects[0].rle.counts[1]\"" }, { Objects("""{"id":1,"rle":{"size":"96x128","counts":"0"}}"""), 400, "objects[0].rle.size\"" },
            { Objects("""{"id":1,"rle":{"size":[96,"128"],"counts":"0"}}"""), 400, "objects[0].rle.size[1]\"" }, { Objects("""{"id":1,"rle":{"counts":"0"}}"""), 400, "objects[0].rle.size\"" },
            { Objects("""{"id":1,"polygon":[1,2,3,4,"5",6]}"""), 422, "objects[0].polygon[4]\"" }, { Objects("""{"id":1,"polygon":[[[0,0],[9,0],[9,null]]]}"""), 422, "objects[0].polygon[0][2][1]\"" },
            { Objects("""{"id":1,"circle":[1,2,3]}"""), 400, "objects[0].circle" },
            // What does not make sense
            { """{"video":"$","mode":"few-shot"}""", 422, "mode" },
            { $$"""{"video":"{{Other}}","mode":"one-shot","objects":[{{JobBodies.Box}}]}""", 422, "video" },
            { $$"""{"video":"x\u0000","mode":"one-shot","objects":[{{JobBodies.Box}}]}""", 422, "video" },
            { """{"video":"$","mode":"one-shot"}""", 422, "objects" },
            { More("\"model\":\"other\""), 422, "model" }, { More("\"model\":\"../rvos-resnet18-small\""), 422, "model" }, { More("\"model\":\"small-zero-shot\""), 422, "model" },
            { """{"video":"$","mode":"zero-shot"}""", 422, "model" },
            { """{"video":"$","mode":"zero-shot","model":"rvos-resnet18-small"}""", 422, "model" },
            { """{"video":"$","mode":"zero-shot","model":"small-zero-shot","max_objects":0}""", 422, "max_objects" },
            { """{"video":"$","mode":"zero-shot","model":"small-zero-shot","max_objects":101}""", 422, "max_objects" },
            { $$"""{"video":"$","mode":"zero-shot","model":"small-zero-shot","objects":[{{JobBodies.Box}}]}""", 422, "objects" },
            { More("\"max_objects\":3"), 422, "max_objects" },
            { More("\"outputs\":[\"gif\"]"), 422, "outputs" }, { More("\"outputs\":[null]"), 422, "outputs" },
            // Ids and shapes
            { Objects("""{"id":0,"box":[0,0,9,9]}"""), 422, "objects[0].id" }, { Objects("""{"id":255,"box":[0,0,9,9]}"""), 422, "objects[0].id" }, { Objects("""{"id":-1,"box":[0,0,9,9]}"""), 422, "objects[0].id" },
            { Objects($$"""{{JobBodies.Box}},{"id":255,"box":[0,0,9,9]}"""), 422, "objects[1].id" },
            { Objects("""{"id":1}"""), 422, "objects[0]" }, { Objects("""{"id":1,"box":[0,0,9,9],"polygon":[[0,0],[9,0],[9,9]]}"""), 422, "objects[0]" },
            { Objects("""{"id":1,"box":[0,0,20,20]},{"id":2,"box":[0,0,20,20]}"""), 422, "objects[0]" },
            { Objects("""{"id":1,"box":[0,0,20,20],"fill":true},{"id":2,"box":[0,0,20,20],"fill":true}"""), 422, "objects[0]" },
            { Objects("""{"id":1,"box":[2,2,9,9]},{"id":2,"polygon":[[0,0],[20,0],[20,20],[0,20]]}"""), 422, "objects[0]" },
            { Objects("""{"id":1,"polygon":[[0,0],[20,0],[20,20]],"fill":true}"""), 422, "objects[0].fill" }, { Objects("""{"id":1,"box":[0,0,9,9],"fill":"yes"}"""), 400, "objects[0].fill" },
            { Objects("""{"id":1,"box":[0,0,9]}"""), 422, "objects[0].box" }, { Objects("""{"id":1,"box":[0,0,129,9]}"""), 422, "objects[0].box" }, { Objects("""{"id":1,"box":[9,9,9,20]}"""), 422, "objects[0].box" },
            { Objects("""{"id":1,"box":[-1,0,9,9]}"""), 422, "objects[0].box" }, { Objects("""{"id":1,"box":[0.5,0,9,9]}"""), 422, "objects[0].box" }, { Objects("""{"id":1,"box":[0,0,1e300,9]}"""), 422, "objects[0].box" },
            { Objects("""{"id":1,"polygon":[[500,500],[600,500],[600,600]]}"""), 422, "objects[0].polygon" }, { Objects("""{"id":1,"polygon":[[0,0],[9,9]]}"""), 422, "objects[0].polygon" },
            { Objects("""{"id":1,"polygon":"round"}"""), 422, "objects[0].polygon" }, { Objects("""{"id":1,"polygon":[[0,0],[9,0],[1e9,9]]}"""), 422, "objects[0].polygon" },
            { Objects("""{"id":1,"rle":{"size":[128,96],"counts":"0"}}"""), 422, "objects[0].rle.size" }, { Objects("""{"id":1,"rle":{"size":[96,128],"counts":"garbage"}}"""), 422, "objects[0].rle" },
            { Objects("""{"id":1,"rle":{"size":[96,128],"counts":""}}"""), 422, "objects[0].rle" }, { Objects("""{"id":1,"rle":{"size":[],"counts":"0"}}"""), 422, "objects[0].rle.size" },
            { Objects($$"""{"id":1,"rle":{{JobBodies.Rle(JobBodies.Labels((1, 0, 0)), 2)}}}"""), 422, "objects[0]" },
            // Masks
            { Objects($$"""{"id":1,"png":"{{wrongSize}}"}"""), 422, "objects[0].png" }, { Objects("""{"id":1,"png":"AAAA"}"""), 422, "objects[0].png" }, { Objects("""{"id":1,"png":""}"""), 422, "objects[0].png" },
            { Objects($$"""{"id":1,"png":"{{good[..(good.Length / 8 * 4)]}}"}"""), 422, "objects[0].png" },
            { More($$"""{{"\"masks\""}}:[{"png":"{{wrongSize}}"}]"""), 422, "masks[0].png" }, { More($$"""{{"\"masks\""}}:[{"png":"{{JobBodies.Png(JobBodies.Labels())}}"}]"""), 422, "masks[0].png" },
            { More($$"""{{"\"masks\""}}:[{"png":"{{good}}"},{"frame":7,"png":"AAAA"}]"""), 422, "masks[1].png" },
            { More($$"""{{"\"masks\""}}:[{"png":"{{JobBodies.Bomb(JobBodies.Width, JobBodies.Height)}}"}]"""), 422, "masks[0].png" },
            { More($$"""{{"\"masks\""}}:[{"png":"{{JobBodies.Bomb(60_000, 60_000)}}"}]"""), 422, "masks[0].png" },
            { More($$"""{{"\"ground_truth\""}}:[{"png":"{{wrongSize}}"}]"""), 422, "ground_truth[0].png" }, { More($$"""{{"\"ground_truth\""}}:[{"png":"{{good}}"},{"png":"{{good}}"}]"""), 422, "ground_truth[1].frame" },
            // Labels
            { More($$"""{{"\"labels\""}}:{{{labels}}}"""), 422, "labels" }, { More("\"labels\":{\"\":\"x\"}"), 422, "labels" }, { More("\"labels\":{\"a:b\":\"x\"}"), 422, "labels" }, { More("\"labels\":{\"a\":null}"), 422, "labels" },
            { More($"\"labels\":{{\"{new string('n', 64)}\":\"x\"}}"), 422, "labels" }, { More($"\"labels\":{{\"n\":\"{new string('v', 256)}\"}}"), 422, "labels" }, { More("\"labels\":{\"n\":\"\\u0000\"}"), 422, "labels" },
            { More("\"labels\":{\"n\":1}"), 400, "labels.n" }, { More("\"labels\":{\"n\":\"a\",\"n\":\"b\"}"), 400, "labels" },
            // Webhooks
            { More("\"webhook\":{}"), 422, "webhook" }, { More("\"webhook\":{\"url\":\"https://a.example/\",\"endpoint\":\"e\"}"), 422, "webhook" }, { More("\"webhook\":{\"endpoint\":\"\"}"), 422, "webhook.endpoint" },
            { More("\"webhook\":{\"url\":\"https://127.0.0.1/hook\"}"), 422, "webhook.url" }, { More("\"webhook\":{\"url\":\"https://169.254.169.254/latest/meta-data\"}"), 422, "webhook.url" },
            { More("\"webhook\":{\"url\":\"https://inside.example/hook\"}"), 422, "webhook.url" }, { More("\"webhook\":{\"url\":\"https://metadata.example/hook\"}"), 422, "webhook.url" },
            { More("\"webhook\":{\"url\":\"https://mixed.example/hook\"}"), 422, "webhook.url" }, { More("\"webhook\":{\"url\":\"https://nowhere.example/hook\"}"), 422, "webhook.url" },
            { More("\"webhook\":{\"url\":\"http://outside.example/hook\"}"), 422, "webhook.url" }, { More("\"webhook\":{\"url\":\"file:///etc/passwd\"}"), 422, "webhook.url" },
            { More("\"webhook\":{\"url\":\"https://[::ffff:127.0.0.1]/\"}"), 422, "webhook.url" }, { More("\"webhook\":{\"url\":\"https://2130706433/\"}"), 422, "webhook.url" },
        };
    }

    [Fact]
    public async Task Create_CannotBeFollowed_SaidWhereAndNothingStored()
    {
        // One service for all of them: what one leaves, the next would find.
        await using var service = await ServeAsync();
        service.Names.Map("inside.example", "10.1.2.3");
        service.Names.Map("metadata.example", "169.254.169.254");
        service.Names.Map("mixed.example", "93.184.215.14", "127.0.0.1");
        service.Names.Map("outside.example", "93.184.215.14");
        var video = await service.AddVideoAsync();
        var faults = new List<string>();
        foreach (var row in Bodies())
        {
            var key = ("Idempotency-Key", $"k{faults.Count}");
            var (template, status, field) = row.Data;
            using var answer = await service.PostAsync("/v1/jobs", template.Replace("$", video.Id, StringComparison.Ordinal), headers: key);
            var text = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode != status || answer.Content.Headers.ContentType?.MediaType != "application/problem+json" || !text.Contains($"\"field\":\"{field}", StringComparison.Ordinal))
                faults.Add($"{(template.Length > 200 ? template[..200] + "…" : template)}\n   expected {status} at {field}: {(int)answer.StatusCode} {text}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Create_OtherTenantsVideo_UnknownAndNothingStored()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync(tenant: "globex");
        using var answer = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id));
        await answer.AssertProblemAsync(422, "[video]");
        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Create_NotJson_415()
    {
        await using var service = await ServeAsync();
        using var client = service.Client();
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded"])
        {
            using var answer = await client.PostAsync("/v1/jobs", new StringContent("{}", Encoding.UTF8, type));
            Assert.Equal((type, 415, "application/problem+json"), (type, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }

        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Create_KeyThatIsNone_400()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = service.Url };
        foreach (var key in (string[])["", "käse", new string('0', 256)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = new StringContent(JobBodies.OneShot(video.Id), Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("X-Rvos-Tenant", JobHarness.Tenant);
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            using var answer = await client.SendAsync(request);
            await answer.AssertProblemAsync(400, "[Idempotency-Key]");
        }

        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Create_BodyBeyondTheLimit_413()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumBodyBytes", "100000"));
        var video = await service.AddVideoAsync();
        var body = Encoding.UTF8.GetBytes(JobBodies.OneShot(video.Id) + new string(' ', 100_001));
        using var client = service.Client();
        foreach (var content in (HttpContent[])[new ChunkedContent(body), new ByteArrayContent(body)])
        {
            content.Headers.Add("Content-Type", "application/json");
            using var answer = await client.PostAsync("/v1/jobs", content);
            await answer.AssertProblemAsync(413, "[body]");
        }

        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task Create_ThirtyFiveMegabytes_TakenThoughTheServersOwnLimitIsThirty()
    {
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id) + new string(' ', 35 << 20));
        using var changed = await service.PostAsync($"/v1/jobs/{job.Id}/objects", """{"objects":[{"id":2,"frame":3,"box":[60,60,80,80]}]}""" + new string(' ', 35 << 20));
        Assert.Equal(1, (await JobHarness.ReadAsync(changed, 202)).Revision);
    }

    [Fact]
    public async Task Create_MoreMasksThanFramesAllowed_422()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumGivenFrames", "3"));
        var video = await service.AddVideoAsync();
        var objects = string.Join(',', Enumerable.Range(0, 4).Select(f => string.Create(CultureInfo.InvariantCulture, $$"""{"id":1,"frame":{{f}},"box":[0,0,9,9]}""")));
        using var answer = await service.PostAsync("/v1/jobs", JobBodies.OneShot(video.Id, objects));
        await answer.AssertProblemAsync(422, "4 frames");
        await service.AssertNoJobsAsync();
    }

    [Fact]
    public async Task OtherTenantsJob_404AndUntouched()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumRunning", "1"));
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        var before = await service.RowAsync(job.Id);
        foreach (var (method, below) in new[] { ("GET", ""), ("DELETE", ""), ("GET", "/events"), ("POST", "/objects"), ("POST", "/corrections") })
        {
            foreach (var (id, tenant) in new[] { (job.Id, "globex"), ("job_00000000000000000000000000000000", JobHarness.Tenant), ("x%E2%82%AC", JobHarness.Tenant) })
            {
                using var client = service.Client(tenant);
                using var request = new HttpRequestMessage(new HttpMethod(method), $"/v1/jobs/{id}{below}");
                if (method == "POST") request.Content = new StringContent("""{"objects":[{"id":2,"box":[0,0,9,9]}]}""", Encoding.UTF8, "application/json");
                using var answer = await client.SendAsync(request);
                await answer.AssertProblemAsync(404);
            }

            Assert.Equal((method, before.Revision, "running"), (method, (await service.RowAsync(job.Id)).Revision, (await service.RowAsync(job.Id)).State));
        }
    }

    [Fact]
    public async Task Change_CannotBeFollowed_SaidWhereAndJobUntouched()
    {
        (string Route, string Body, int Status, string Field)[] wrong =
        [
            ("objects", """{"objects":[]}""", 422, "objects"),
            ("objects", """{"objects":[null]}""", 400, "objects[0]"),
            ("objects", """{"objects":null}""", 400, "objects"),
            ("objects", """{"objects":[{"id":1,"box":[0,0,9,9]}]}""", 422, "objects[0].id"),
            ("objects", """{"objects":[{"id":2,"frame":20,"box":[0,0,9,9]}]}""", 422, "objects[0].frame"),
            ("objects", """{"objects":[{"id":2,"frame":1,"box":[0,0,9,9]},{"id":3,"frame":2,"box":[0,0,9,9]}]}""", 422, "objects[1].frame"),
            ("objects", """{"objects":[{"id":2,"box":[10,10,50,40]}]}""", 422, "objects"),
            ("objects", """{"objects":[{"id":255,"box":[0,0,9,9]}]}""", 422, "objects[0].id"),
            ("objects", """{"objects":[{"id":2,"png":"AAAA"}]}""", 422, "objects[0].png"),
            ("corrections", """{"objects":[{"id":2,"box":[0,0,9,9]}]}""", 422, "objects[0].id"),
        ];
        await using var service = await ServeAsync();
        var video = await service.AddVideoAsync();
        var job = await service.CreateAsync(JobBodies.OneShot(video.Id));
        foreach (var (route, body, status, field) in wrong)
        {
            using var answer = await service.PostAsync($"/v1/jobs/{job.Id}/{route}", body);
            await answer.AssertProblemAsync(status, $"[{field}]");
            Assert.Equal((body, 0), (body, (await service.RowAsync(job.Id)).Revision));
            Assert.Single(await service.BlobsAsync($"jobs/{job.Id}/prompts/"));
        }
    }

    [Fact]
    public async Task NoTenant_401()
    {
        await using var service = await ServeAsync();
        using var client = service.Client(tenant: null);
        using var answer = await client.GetAsync("/v1/jobs");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
