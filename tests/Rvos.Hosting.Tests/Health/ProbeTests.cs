using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Hosting.Health;
using Rvos.Hosting.Tests.Data;
using Rvos.Hosting.Tests.Defaults;
using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Health;

public sealed class ProbeTests
{
    [Fact]
    public async Task Ready_PostgresStopsAndStartsAgain_FailsAndRecovers()
    {
        if (ServerTools.MissingPostgres is { } missing) Assert.Skip(missing);
        await using var server = await PostgresServer.StartNewAsync();
        await using var app = await TestApp.StartAsync(builder => builder.AddRvosDatabase(), null,
            ("Rvos:Database:Provider", "PostgreSql"), ("Rvos:Database:ConnectionString", server.ConnectionString), ("Rvos:Health:CacheSeconds", "0.1"));
        await app.UntilAsync("/health/ready", 200);

        await server.StopAsync();
        await app.UntilAsync("/health/ready", 503);
        var (_, body) = await app.GetAsync("/health/ready");
        Assert.Equal("unhealthy", body.GetProperty("checks").GetProperty("database").GetProperty("status").GetString());
        Assert.Equal("healthy", body.GetProperty("checks").GetProperty("drain").GetProperty("status").GetString());
        Assert.DoesNotContain(server.Port.ToString(), body.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await app.GetAsync("/health/live")).Status);

        await server.StartAsync();
        await app.UntilAsync("/health/ready", 200);
    }

    [Fact]
    public async Task Ready_AzuriteStopsAndStartsAgain_FailsAndRecovers()
    {
        if (ServerTools.MissingAzurite is { } missing) Assert.Skip(missing);
        await using var server = await AzuriteServer.StartNewAsync();
        await using var app = await TestApp.StartAsync(builder => builder.AddRvosBlobs(), null,
            ("Rvos:Blobs:Provider", "Azure"), ("Rvos:Blobs:ConnectionString", server.ConnectionString),
            ("Rvos:Health:CacheSeconds", "0.1"), ("Rvos:Health:TimeoutSeconds", "1"));
        await app.UntilAsync("/health/ready", 200);

        await server.StopAsync();
        await app.UntilAsync("/health/ready", 503);

        await server.StartAsync();
        await app.UntilAsync("/health/ready", 200);
    }

    [Fact]
    public async Task Ready_EmbeddedDatabaseAndFolder_AnswersWithEveryCheck()
    {
        var folder = Directory.CreateTempSubdirectory("rvos-ready-").FullName;
        await using (var app = await TestApp.StartAsync(
            builder => builder.AddRvosDatabase().AddRvosBlobs(), null,
            ("Rvos:Database:ConnectionString", $"Data Source={folder}/rvos.db"), ("Rvos:Blobs:Folder", $"{folder}/blobs")))
        {
            await app.UntilAsync("/health/ready", 200);
            var (_, body) = await app.GetAsync("/health/ready");
            Assert.Equal("healthy", body.GetProperty("status").GetString());
            Assert.Equal(["blobs", "database", "drain", "startup"], body.GetProperty("checks").EnumerateObject().Select(each => each.Name));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Startup_WhileWorkRuns_FailsAndNamesIt()
    {
        var work = new HeldWork();
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddSingleton<IStartupWork>(work));
        await work.Begun.Task;

        var (status, body) = await app.GetAsync("/health/startup");
        Assert.Equal(503, status);
        Assert.Equal(work.Name, body.GetProperty("checks").GetProperty("startup").GetProperty("description").GetString());
        Assert.Equal(503, (await app.GetAsync("/health/ready")).Status);
        Assert.Equal(200, (await app.GetAsync("/health/live")).Status);

        work.Release.SetResult();
        await app.Services.GetRequiredService<StartupState>().WaitAsync();
        Assert.Equal(200, (await app.GetAsync("/health/startup")).Status);
        Assert.Equal(200, (await app.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task Stop_ByTheProgramItself_WaitsForWorkInFlightAndNoLonger()
    {
        await using var app = await TestApp.StartAsync(null, null, ("Rvos:Health:DrainSeconds", "3600"));
        var drain = app.Services.GetRequiredService<Drain>();
        var work = drain.Begin();
        var stop = app.StopAsync();
        await app.UntilAsync("/health/ready", 503);
        Assert.False(stop.IsCompleted);
        Assert.Equal(1, drain.InFlight);
        using (drain.Begin()) Assert.Equal(1, drain.InFlight);

        work.Dispose();
        work.Dispose();
        await stop.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, drain.InFlight);
    }

    [Fact]
    public async Task Live_LoopWithoutBeat_FailsAndNamesIt()
    {
        await using var app = await TestApp.StartAsync();
        var heartbeats = app.Services.GetRequiredService<Heartbeats>();
        using (heartbeats.Start("the loop", TimeSpan.FromMilliseconds(1)))
        {
            await app.UntilAsync("/health/live", 503);
            Assert.Contains("the loop", (await app.GetAsync("/health/live")).Body.ToString(), StringComparison.Ordinal);
        }
        Assert.Equal(200, (await app.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task Probe_ForeignCheckWithSecret_ShowsItsStateOnly()
    {
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("foreign", () => HealthCheckResult.Unhealthy("Password=hidden"), tags: [HealthTags.Ready]));
        var (status, body) = await app.GetAsync("/health/ready");
        Assert.Equal(503, status);
        Assert.Contains("foreign", body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InternalPort_AnotherPort_HidesProbesAndMetrics()
    {
        using var port = PortLease.Take();
        await using var app = await TestApp.StartAsync(null, Listen, ("Rvos:Telemetry:InternalPort", $"{port.Port}"));
        using var inside = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Port}") };
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = $"127.0.0.1:{port.Port}" } };

        Assert.Equal(200, (int)(await inside.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
        Assert.Equal(200, (int)(await inside.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
        Assert.Equal(404, (int)(await app.Client.SendAsync(forged)).StatusCode);
        Assert.Equal(404, (await app.GetAsync("/health/live")).Status);

        void Listen(Microsoft.AspNetCore.Builder.WebApplication map)
        {
            map.Urls.Add("http://127.0.0.1:0");
            map.Urls.Add($"http://127.0.0.1:{port.Port}");
        }
    }

    private sealed class HeldWork : IStartupWork
    {
        public TaskCompletionSource Begun { get; } = new();

        public TaskCompletionSource Release { get; } = new();

        public string Name => "loading weights";

        public Task RunAsync(CancellationToken cancellation)
        {
            Begun.SetResult();
            return Release.Task.WaitAsync(cancellation);
        }
    }
}
