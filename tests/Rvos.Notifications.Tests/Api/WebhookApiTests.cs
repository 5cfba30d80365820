using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Rvos.Hosting.Http;
using Rvos.Notifications.Api;
using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Fixtures;

namespace Rvos.Notifications.Tests.Api;

public sealed class WebhookApiTests : IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Sqlite();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Create_Endpoint_ShowsItsSecretOnceAndStoresItEncrypted()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        using var client = service.Client();

        using var response = await client.PostAsJsonAsync("/v1/webhooks", new { url = "http://127.0.0.1:9/hook", events = new[] { "job.completed" }, description = "pager" });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var made = (await response.Content.ReadFromJsonAsync<WebhookResponse>(ApiJson.Options))!;
        Assert.Equal($"/v1/webhooks/{made.Id}", response.Headers.Location!.OriginalString);
        Assert.Equal("pager", made.Description);
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);
        foreach (var path in new[] { "/v1/webhooks", $"/v1/webhooks/{made.Id}" }) Assert.DoesNotContain("whsec_", await client.GetStringAsync(path), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await client.GetStringAsync("/v1/webhooks"), StringComparison.OrdinalIgnoreCase);
        await service.DisposeAsync();
        var stored = await File.ReadAllTextAsync(_database.File, Encoding.Latin1);
        Assert.Contains(made.Url, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Secret![6..], stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", 400, "url")]
    [InlineData("""{"url":"http://127.0.0.1:1/","description":"a\u0000b"}""", 400, "description")]
    [InlineData("", 400, "url")]
    [InlineData("null", 400, "body")]
    [InlineData("[]", 400, "body")]
    [InlineData("{\"url\":5}", 400, "url")]
    [InlineData("{\"url\":\"http://127.0.0.1/\",\"nonsense\":1}", 400, "nonsense")]
    [InlineData("{\"url\":\"http://127.0.0.1/\",\"events\":[\"job.completed\",\"Job!\"]}", 400, "events")]
    [InlineData("{\"url\":\"http://127.0.0.1/\",\"events\":[null]}", 400, "events")]
    [InlineData("{\"url\":\"http://127.0.0.1/\"", 400, "body")]
    [InlineData("{\"url\":\"not a url\"}", 422, "url")]
    [InlineData("{\"url\":\"https://10.0.0.1/\"}", 422, "url")]
    [InlineData("{\"url\":\"http://169.254.169.254/\"}", 422, "url")]
    [InlineData("{\"url\":\"https://inside.example/\"}", 422, "url")]
    [InlineData("{\"url\":\"https://user:pass@example.com/\"}", 422, "url")]
    [InlineData("{\"url\":\"ftp://example.com/\"}", 422, "url")]
    [InlineData("{\"url\":\"http://public.example/\"}", 422, "url")]
    public async Task Create_BadBody_SaysWhatAndWhereAndStoresNothing(string body, int status, string field)
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        service.Names.Map("inside.example", "127.0.0.1", "10.0.0.1").Map("public.example", "93.184.215.14");
        using var client = service.Client();

        using var response = await client.PostAsync("/v1/webhooks", new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await ProblemAsync(response, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Empty((await service.GetAsync<WebhookListResponse>("/v1/webhooks")).Items);
    }

    [Fact]
    public async Task Create_WithoutAnyAllowList_RefusesLoopback()
    {
        await using var service = await WebhookHarness.StartAsync(_database, settings: ("Rvos:Outbound:AllowedNetworks:0", "10.99.0.0/16"));
        service.Names.Map("loop.example", "127.0.0.1");
        using var client = service.Client();

        foreach (var url in new[] { "https://127.0.0.1/", "https://2130706433/", "https://loop.example/", "https://[::1]/", "https://localhost/" })
        {
            using var response = await client.PostAsJsonAsync("/v1/webhooks", new { url });
            await ProblemAsync(response, 422);
        }
    }

    [Fact]
    public async Task Create_HugeOrForeignBody_IsRefused()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        using var client = service.Client();

        using var huge = await client.PostAsync("/v1/webhooks", new StringContent(new string(' ', 70_000), Encoding.UTF8, "application/json"));
        using var form = await client.PostAsync("/v1/webhooks", new FormUrlEncodedContent([KeyValuePair.Create("url", "https://example.com/")]));

        await ProblemAsync(huge, 413);
        await ProblemAsync(form, 415);
    }

    [Fact]
    public async Task Create_OneMoreThanAllowed_Conflicts()
    {
        await using var service = await WebhookHarness.StartAsync(_database, settings: ("Rvos:Notifications:EndpointsPerTenant", "2"));
        await service.CreateAsync("http://127.0.0.1:1/a");
        await service.CreateAsync("http://127.0.0.1:1/b");
        using var client = service.Client();

        using var response = await client.PostAsJsonAsync("/v1/webhooks", new { url = "http://127.0.0.1:1/c" });

        await ProblemAsync(response, 409);
        await service.CreateAsync("http://127.0.0.1:1/c", "globex");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public async Task AnyRoute_WithoutTenant_IsUnauthorized(string? tenant)
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        using var client = service.Client(tenant: null);
        if (tenant is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("X-Rvos-Tenant", tenant);

        using var response = await client.GetAsync("/v1/webhooks");

        await ProblemAsync(response, 401);
    }

    [Fact]
    public async Task AnyRoute_EndpointOfAnotherTenant_IsNotFoundAndUntouched()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var webhook = await service.CreateAsync("http://127.0.0.1:1/");
        await service.HappenAsync();
        var delivery = await service.DeliveryAsync(webhook.Id);
        using var stranger = service.Client("globex");
        var since = JsonContent.Create(new { since = "2020-01-01T00:00:00Z" });

        foreach (var (method, path, body) in new (HttpMethod, string, HttpContent?)[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/rotate", null), (HttpMethod.Post, "/disable", null), (HttpMethod.Post, "/enable", null),
            (HttpMethod.Get, "/deliveries", null), (HttpMethod.Get, $"/deliveries/{delivery.Id}", null), (HttpMethod.Post, $"/deliveries/{delivery.Id}/replay", null), (HttpMethod.Post, "/replay", since),
        })
        {
            using var request = new HttpRequestMessage(method, $"/v1/webhooks/{webhook.Id}{path}") { Content = body };
            using var response = await stranger.SendAsync(request);
            await ProblemAsync(response, 404);
        }

        Assert.Empty((await service.GetAsync<WebhookListResponse>("/v1/webhooks", "globex")).Items);
        Assert.True((await service.GetAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}")).Enabled);
    }

    [Fact]
    public async Task Delivery_OfAnotherEndpointOfTheTenant_IsNotFound()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var one = await service.CreateAsync("http://127.0.0.1:1/a");
        await service.HappenAsync();
        var two = await service.CreateAsync("http://127.0.0.1:1/b");
        using var client = service.Client();

        using var response = await client.GetAsync($"/v1/webhooks/{two.Id}/deliveries/{(await service.DeliveryAsync(one.Id)).Id}");

        await ProblemAsync(response, 404);
    }

    [Fact]
    public async Task Delete_Endpoint_TakesItsDeliveriesAlong()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var webhook = await service.CreateAsync("http://127.0.0.1:1/");
        await service.HappenAsync();
        using var client = service.Client();

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/v1/webhooks/{webhook.Id}")).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"/v1/webhooks/{webhook.Id}")).StatusCode);
        Assert.Equal(0, await service.TurnAsync());
    }

    [Fact]
    public async Task Disable_Endpoint_CancelsWhatWaitsAndAReplayNeedsItEnabled()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync();
        var disabled = await service.PostAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}/disable");
        Assert.Equal((false, "disabled by its owner"), (disabled.Enabled, disabled.DisabledReason));
        Assert.Equal(0, await service.TurnAsync());
        var delivery = await service.DeliveryAsync(webhook.Id);
        Assert.Equal("cancelled", delivery.State);
        using var client = service.Client();
        using var early = await client.PostAsync($"/v1/webhooks/{webhook.Id}/deliveries/{delivery.Id}/replay", null);
        await ProblemAsync(early, 409);

        await service.PostAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}/enable");
        await service.PostAsync<DeliveryResponse>($"/v1/webhooks/{webhook.Id}/deliveries/{delivery.Id}/replay");
        await service.TurnAsync();

        Assert.Equal(delivery.Id, Assert.Single(receiver.Messages).Id);
    }

    [Fact]
    public async Task Replay_DeliveredMessage_GoesOutAgainWithItsIdAndBody()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync();
        await service.TurnAsync();
        var delivery = await service.DeliveryAsync(webhook.Id);

        var replayed = await service.PostAsync<DeliveryResponse>($"/v1/webhooks/{webhook.Id}/deliveries/{delivery.Id}/replay");
        await service.TurnAsync();

        Assert.Equal("pending", replayed.State);
        Assert.Equal(2, receiver.Messages.Count);
        Assert.Single(receiver.Messages.Select(m => m.Id).Distinct());
        Assert.Single(receiver.Messages.Select(m => Encoding.UTF8.GetString(m.Body)).Distinct());
        Assert.Equal(2, (await service.DeliveryAsync(webhook.Id)).AttemptCount);
    }

    [Fact]
    public async Task Replay_Range_TakesSinceAndLeavesUntil()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);
        var start = service.Time.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            await service.HappenAsync($"evt-{i}");
            await service.TurnAsync();
            service.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var path = $"/v1/webhooks/{webhook.Id}/replay";
        Assert.Equal(0, (await service.PostAsync<ReplayResponse>(path, new { since = start })).Replayed);
        var answer = await service.PostAsync<ReplayResponse>(path, new { since = start.AddMinutes(1), until = start.AddMinutes(3), states = new[] { "delivered" } });

        Assert.Equal(2, answer.Replayed);
        Assert.Equal(["evt-1", "evt-2"], (await service.DeliveriesAsync(webhook.Id)).Where(d => d.State == "pending").Select(d => d.EventId).Order());
    }

    [Theory]
    [InlineData("/replay", "{}", "since")]
    [InlineData("/replay", "{\"since\":\"yesterday\"}", "since")]
    [InlineData("/replay", "{\"since\":\"2026-01-02T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\"}", "until")]
    [InlineData("/replay", "{\"since\":\"2026-01-02T00:00:00Z\",\"states\":[\"failed\",\"pending\"]}", "states[1]")]
    [InlineData("/rotate", "{\"overlap_seconds\":-1}", "overlap_seconds")]
    [InlineData("/rotate", "{\"overlap_seconds\":604801}", "overlap_seconds")]
    public async Task Post_BadBody_SaysWhere(string path, string body, string field)
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var webhook = await service.CreateAsync("http://127.0.0.1:1/");
        using var client = service.Client();

        using var response = await client.PostAsync($"/v1/webhooks/{webhook.Id}{path}", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(field, (await ProblemAsync(response, 400)).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("state=lost", "state")]
    [InlineData("cursor=!!", "cursor")]
    [InlineData("cursor=AAAA", "cursor")]
    [InlineData("cursor=MToA", "cursor")]
    [InlineData("cursor=", "cursor")]
    public async Task Deliveries_BadQuery_SaysWhere(string query, string field)
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var webhook = await service.CreateAsync("http://127.0.0.1:1/");
        using var client = service.Client();

        using var response = await client.GetAsync($"/v1/webhooks/{webhook.Id}/deliveries?{query}");

        Assert.Equal(field, (await ProblemAsync(response, 400)).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Replay_EndpointThatIsLeftAlone_IsTriedAtOnce()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await using var receiver = await Receiver.StartAsync((context, number) =>
        {
            context.Response.StatusCode = number == 1 ? 503 : 200;
            if (number == 1) context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        var webhook = await service.CreateAsync(receiver.Url);
        await service.HappenAsync();
        await service.TurnAsync();
        Assert.Equal(0, await service.TurnAsync());

        await service.PostAsync<DeliveryResponse>($"/v1/webhooks/{webhook.Id}/deliveries/{(await service.DeliveryAsync(webhook.Id)).Id}/replay");
        await service.TurnAsync();

        Assert.Equal("delivered", (await service.DeliveryAsync(webhook.Id)).State);
    }

    [Fact]
    public async Task AnyAnswer_Names_AreSnakeCase()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        var webhook = await service.CreateAsync("http://127.0.0.1:1/");
        await service.HappenAsync();
        var delivery = await service.DeliveryAsync(webhook.Id);
        using var client = service.Client();

        var one = await client.GetFromJsonAsync<JsonElement>($"/v1/webhooks/{webhook.Id}");
        var page = await client.GetFromJsonAsync<JsonElement>($"/v1/webhooks/{webhook.Id}/deliveries");
        var deep = await client.GetFromJsonAsync<JsonElement>($"/v1/webhooks/{webhook.Id}/deliveries/{delivery.Id}");

        Assert.True(one.TryGetProperty("consecutive_failures", out _));
        Assert.Equal(["items", "next"], page.EnumerateObject().Select(p => p.Name).Order());
        Assert.All(one.EnumerateObject().Concat(deep.EnumerateObject()), p => Assert.Matches(@"\A[a-z]+(_[a-z]+)*\z", p.Name));
        Assert.Equal(TimeSpan.Zero, deep.GetProperty("created_at").GetDateTimeOffset().Offset);
    }

    [Fact]
    public async Task List_MoreThanAPage_ComesInPagesOldestFirstAndBadQueriesAreRefused()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        for (var i = 0; i < 5; i++) await service.CreateAsync($"http://127.0.0.1:1/{i}");
        var seen = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await service.GetAsync<WebhookListResponse>("/v1/webhooks?limit=2" + (next.Length == 0 ? "" : "&cursor=" + next));
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(w => w.Id));
            next = page.Next;
        }

        Assert.Equal((await service.GetAsync<WebhookListResponse>("/v1/webhooks")).Items.Select(w => w.Id), seen);
        Assert.Equal(5, seen.Distinct().Count());
        using var client = service.Client();
        foreach (var (query, field) in new[] { ("limit=0", "limit"), ("cursor=!!", "cursor") })
        {
            using var response = await client.GetAsync("/v1/webhooks?" + query);
            Assert.Equal(field, (await ProblemAsync(response, 400)).GetProperty("field").GetString());
        }
    }

    [Fact]
    public async Task List_UnknownSource_SaysWhere()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        using var client = service.Client();

        using var response = await client.GetAsync("/v1/webhooks?source=all");

        Assert.Equal("source", (await ProblemAsync(response, 400)).GetProperty("field").GetString());
    }

    [Fact]
    public async Task Rotate_AgainAndAgain_StopsAtFiveSecretsUntilTheOldOnesAreDropped()
    {
        await using var service = await WebhookHarness.StartAsync(_database);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await service.CreateAsync(receiver.Url);
        for (var i = 0; i < 4; i++) await service.PostAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}/rotate");
        using var client = service.Client();
        using var sixth = await client.PostAsync($"/v1/webhooks/{webhook.Id}/rotate", null);
        await ProblemAsync(sixth, 409);

        var fresh = await service.PostAsync<WebhookResponse>($"/v1/webhooks/{webhook.Id}/rotate", new { overlap_seconds = 0 });
        await service.HappenAsync();
        await service.TurnAsync();

        var message = Assert.Single(receiver.Messages);
        Assert.Single(message.Signatures);
        Assert.Equal(Notifications.Signing.WebhookVerification.Valid, message.Verify(fresh.Secret!, service.Time.GetUtcNow()));
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem;
    }
}
