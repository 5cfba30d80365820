using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;
using Rvos.Hosting.Defaults;
using Rvos.Hosting.Http;
using Rvos.Ingestion;
using Rvos.Notifications;

namespace Rvos.Dapr.Tests.Support;

/// <summary>Ingestion and notifications in one host over real HTTP, composed as the hosts of this repository are; loopback is allow-listed unless told otherwise.</summary>
internal sealed class App : IAsyncDisposable
{
    internal const string Tenant = "fleet", AppToken = "the sidecar's own";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly WebApplication _app;

    private App(WebApplication app, LogLines log) => (_app, Log) = (app, log);

    internal LogLines Log { get; }

    internal Uri Url => new(_app.Urls.First());

    internal IServiceProvider Services => _app.Services;

    /// <summary>What a host with Dapr is told.</summary>
    internal static (string, string)[] With(Sidecar? sidecar, params (string, string)[] more) =>
    [
        ("Rvos:Dapr:Enabled", "true"), ("Rvos:Dapr:GrpcEndpoint", sidecar?.Endpoint ?? "http://127.0.0.1:1"), ("Rvos:Dapr:Tenant", Tenant), ("Rvos:Dapr:LongestPause", "00:00:00.1"),
        ("Rvos:Dapr:PollInterval", "00:00:00.05"), .. more, .. more.Any(m => m.Item1 == "APP_API_TOKEN") ? [] : new[] { ("APP_API_TOKEN", AppToken) },
    ];

    internal static async Task<App> StartAsync(Place place, params (string Key, string Value)[] settings)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rvos:Outbound:AllowedNetworks:0"] = "127.0.0.0/8", ["Rvos:Notifications:PollInterval"] = "00:00:00.05", ["Rvos:Jobs:SweepInterval"] = "00:10:00" });
        builder.Configuration.AddInMemoryCollection(place.Settings);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddRvosDapr(DaprUse.JobEvents | DaprUse.Videos);
        builder.AddIngestion().AddNotifications().AddRvosBus();
        var app = builder.Build();
        app.MapRvosDefaults();
        app.MapRvosDapr();
        app.MapIngestion().MapNotifications();
        await app.StartAsync();
        // What is published before its queue is there reaches nobody.
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, Patience);
        return new App(app, log);
    }

    internal HttpClient Client(string tenant = Tenant)
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Add(TenantHeader.Name, tenant);
        return client;
    }

    internal Task<string> DeliverAsync(string envelope) => Sidecar.DeliverAsync(Url, envelope, AppToken);

    internal async Task<JsonElement> GetAsync(string path, string tenant = Tenant)
    {
        using var client = Client(tenant);
        return await client.GetFromJsonAsync<JsonElement>(path);
    }

    internal async Task<JsonElement[]> JobsAsync(string tenant = Tenant) => [.. (await GetAsync("/v1/jobs", tenant)).GetProperty("items").EnumerateArray()];

    internal async Task<JsonElement[]> VideosAsync(string tenant = Tenant) => [.. (await GetAsync("/v1/videos", tenant)).GetProperty("items").EnumerateArray()];

    // Awaited here: what MassTransit notes for the current flow must not outlive this process in the test's.
    internal async Task PublishAsync(object message) => await Services.GetRequiredService<IBus>().Publish(message, message.GetType());

    internal async Task<long> CountAsync(string table)
    {
        await using var connection = await Services.GetRequiredService<Database>().OpenAsync();
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }

    internal static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition()) await Task.Delay(20, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
