using System.Net.Http.Headers;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rvos.Gateway.Keys;
using Rvos.Hosting.Data;
using Rvos.Hosting.Defaults;
using Rvos.Testing.Fixtures;

namespace Rvos.Gateway.Tests.Support;

/// <summary>The whole gateway over real HTTP in front of one service, on a clock that stands.</summary>
internal sealed class GatewayHarness : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestDatabase _database;

    private GatewayHarness(WebApplication app, TestDatabase database, FakeTimeProvider time, RecordingLogger log) => (_app, _database, Time, Log) = (app, database, time, log);

    internal FakeTimeProvider Time { get; }

    internal RecordingLogger Log { get; }

    internal string Url => _app.Urls.First();

    internal KeyStore Keys => _app.Services.GetRequiredService<KeyStore>();

    /// <param name="service">Where all routes lead.</param>
    /// <param name="settings">Of <c>Rvos:Gateway</c>, or of the whole configuration when they name another section.</param>
    internal static async Task<GatewayHarness> StartAsync(string service, params (string Key, string Value)[] settings)
    {
        var database = TestDatabase.Sqlite();
        var time = new FakeTimeProvider();
        var log = new RecordingLogger();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(database.Settings);
        foreach (var name in new[] { "Ingestion", "Notifications", "Metrics" }) builder.Configuration[$"Rvos:Gateway:{name}"] = service;
        foreach (var (key, value) in settings) builder.Configuration[key.Contains(':', StringComparison.Ordinal) && !key.StartsWith("TrustedProxies", StringComparison.Ordinal) && !key.StartsWith("AllowedOrigins", StringComparison.Ordinal) ? key : $"Rvos:Gateway:{key}"] = value;
        if (builder.Configuration["Rvos:Test:Urls"] is { } urls) builder.WebHost.UseUrls(urls);
        builder.AddGateway();
        builder.Services.AddSingleton<TimeProvider>(time);
        var app = builder.Build();
        app.MapRvosDefaults();
        app.MapGateway();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            database.Dispose();
            throw;
        }
        return new GatewayHarness(app, database, time, log);
    }

    internal async Task<string> KeyAsync(string tenant = "acme", string? scope = null, int? perMinute = null, int? quota = null, DateTimeOffset? expires = null) =>
        (await CreateAsync(tenant, scope, perMinute, quota, expires)).Secret.Reveal();

    internal Task<CreatedKey> CreateAsync(string tenant = "acme", string? scope = null, int? perMinute = null, int? quota = null, DateTimeOffset? expires = null) =>
        Keys.CreateAsync(new NewKey { Tenant = tenant, Name = "test", Scopes = [scope ?? KeyScope.Admin], RequestsPerMinute = perMinute, JobQuota = quota, ExpiresAt = expires });

    internal HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(Url) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    internal async Task<HttpResponseMessage> SendAsync(string method, string path, string? key = null, params (string Name, string Value)[] headers)
    {
        using var client = Client(key);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>Asserts that an answer is problem details with a status, and returns them.</summary>
    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    internal Task DropTableAsync() => _app.Services.GetRequiredService<Database>().TransactAsync(transaction => transaction.Connection!.ExecuteAsync("drop table api_keys", transaction: transaction));

    internal Task StopAsync(CancellationToken cancellation = default) => _app.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _database.Dispose();
    }
}
