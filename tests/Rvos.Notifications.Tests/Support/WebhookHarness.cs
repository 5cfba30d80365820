using System.Net.Http.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Http;
using Rvos.Hosting.Outbound;
using Rvos.Notifications.Api;
using Rvos.Notifications.Delivery;
using Rvos.Notifications.Intake;
using Rvos.Testing.Fixtures;

namespace Rvos.Notifications.Tests.Support;

/// <summary>The whole service over real HTTP, with names, clock and database as a test wants them. Loopback is allow-listed unless told otherwise.</summary>
internal sealed class WebhookHarness : IAsyncDisposable
{
    internal const string Tenant = "acme";

    private readonly WebApplication _app;

    private WebhookHarness(WebApplication app, MappedResolver names, FakeTimeProvider? time) => (_app, Names, FakeTime) = (app, names, time);

    internal MappedResolver Names { get; }

    /// <summary>When the clocks of tests begin.</summary>
    internal static DateTimeOffset Start { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    internal FakeTimeProvider? FakeTime { get; }

    internal FakeTimeProvider Time => FakeTime!;

    internal IServiceProvider Services => _app.Services;

    internal DeliveryPump Pump => Services.GetRequiredService<DeliveryPump>();

    internal NotificationIntake Intake => Services.GetRequiredService<NotificationIntake>();

    /// <param name="database">Where; a test's own SQLite file or PostgreSQL database.</param>
    /// <param name="dispatch">Whether the dispatcher runs, on the system's clock; otherwise the test turns it, on a clock that stands.</param>
    /// <param name="time">A clock shared with another harness.</param>
    /// <param name="bus">Whether there is a bus, in memory unless the settings say otherwise.</param>
    /// <param name="settings">More configuration.</param>
    internal static async Task<WebhookHarness> StartAsync(TestDatabase database, bool dispatch = false, FakeTimeProvider? time = null, bool bus = false, params (string Key, string Value)[] settings)
    {
        var clock = dispatch ? null : time ?? new FakeTimeProvider(Start);
        var names = new MappedResolver();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rvos:Outbound:AllowedNetworks:0"] = "127.0.0.0/8", ["Rvos:Notifications:Seed"] = "1", ["Rvos:Notifications:PollInterval"] = "00:00:00.050" });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.AddNotifications();
        if (bus) builder.AddRvosBus();
        builder.Services.AddSingleton<IHostResolver>(names);
        if (clock is not null)
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.Remove(builder.Services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(DeliveryDispatcher)));
        }

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapNotifications();
        await app.StartAsync();
        // What is published before its queue is there reaches nobody.
        if (bus) await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        return new WebhookHarness(app, names, clock);
    }

    internal HttpClient Client(string? tenant = Tenant)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        if (tenant is not null) client.DefaultRequestHeaders.Add(TenantHeader.Name, tenant);
        return client;
    }

    internal async Task<WebhookResponse> CreateAsync(string url, string tenant = Tenant, params string[] events)
    {
        using var client = Client(tenant);
        using var response = await client.PostAsJsonAsync("/v1/webhooks", new { url, events });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<WebhookResponse>(ApiJson.Options))!;
    }

    internal async Task<T> GetAsync<T>(string path, string tenant = Tenant)
    {
        using var client = Client(tenant);
        return (await client.GetFromJsonAsync<T>(path, ApiJson.Options))!;
    }

    internal async Task<IReadOnlyList<DeliveryResponse>> DeliveriesAsync(string id) => (await GetAsync<DeliveryListResponse>($"/v1/webhooks/{id}/deliveries")).Items;

    internal async Task<DeliveryResponse> DeliveryAsync(string id) => Assert.Single(await DeliveriesAsync(id));

    internal async Task<T> PostAsync<T>(string path, object? body = null)
    {
        using var client = Client();
        using var response = body is null ? await client.PostAsync(path, null) : await client.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<T>(ApiJson.Options))!;
    }

    internal Task<int> HappenAsync(string eventId = "evt-1", string type = "job.completed", JobWebhook? webhook = null, string tenant = Tenant) => Intake.AcceptAsync(new NotificationEvent
    {
        Tenant = tenant,
        EventId = eventId,
        EventType = type,
        OccurredAt = new DateTimeOffset(2026, 1, 31, 11, 59, 0, TimeSpan.Zero),
        JobId = "job-1",
        Data = """{"job_id":"job-1","masks":"/v1/jobs/job-1/masks.zip"}""",
        Webhook = webhook,
    });

    /// <summary>One turn of the dispatcher: what is due is sent and recorded.</summary>
    internal async Task<int> TurnAsync()
    {
        var started = await Pump.StartDueAsync(CancellationToken.None);
        await Pump.WhenIdleAsync();
        return started;
    }

    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
