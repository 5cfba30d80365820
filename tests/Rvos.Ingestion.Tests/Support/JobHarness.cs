using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Http;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;
using Rvos.Hosting.Defaults;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Outbound;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Testing.Stages;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>The whole service over real HTTP, on a bus in memory; sweepers turn once at the start, and then when a test turns them.</summary>
internal sealed class JobHarness : IAsyncDisposable
{
    internal const string Tenant = IngestionHarness.Tenant;

    private readonly WebApplication _app;

    private JobHarness(WebApplication app) => _app = app;

    internal MappedResolver Names => Get<MappedResolver>();

    internal ShiftedTime Time => (ShiftedTime)Get<TimeProvider>();

    internal Uri Url => new(_app.Urls.First());

    internal IBlobStore Blobs => Get<IBlobStore>();

    internal JobReader Reader => Get<JobReader>();

    internal static async Task<JobHarness> StartAsync(TestPlace place, Action<WebApplicationBuilder>? more, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(place.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Rvos:Videos:SweepInterval"] = "1.00:00:00",
            ["Rvos:Uploads:SweepInterval"] = "1.00:00:00",
            ["Rvos:Jobs:SweepInterval"] = "00:10:00",
            ["Rvos:Results:ScratchFolder"] = Path.Combine(place.Folder, "results"),
            ["Rvos:Inference:Models"] = StageModels.Folder,
            ["Rvos:Bus:Retries"] = "1",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(new ShiftedTime());
        builder.Services.AddSingleton<MappedResolver>().AddSingleton<IHostResolver>(services => services.GetRequiredService<MappedResolver>());
        builder.AddIngestion();
        TransactionGuard.Add(builder.Services);
        more?.Invoke(builder);
        builder.AddRvosBus();
        var app = builder.Build();
        app.MapRvosDefaults();
        app.MapIngestion();
        await app.StartAsync();
        return new JobHarness(app);
    }

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    internal HttpClient Client(string? tenant = Tenant, params (string Name, string Value)[] headers)
    {
        var client = new HttpClient { BaseAddress = Url };
        if (tenant is not null) client.DefaultRequestHeaders.Add(TenantHeader.Name, tenant);
        foreach (var (name, value) in headers) client.DefaultRequestHeaders.Add(name, value);
        return client;
    }

    internal async Task<VideoResponse> AddVideoAsync(byte[]? file = null, string tenant = Tenant)
    {
        using var client = Client(tenant);
        using var form = IngestionHarness.Form(file ?? Clips.Small);
        using var response = await client.PostAsync("/v1/videos", form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<VideoResponse>(ApiJson.Options))!;
    }

    internal async Task<HttpResponseMessage> PostAsync(string path, string json, string tenant = Tenant, params (string Name, string Value)[] headers)
    {
        using var client = Client(tenant, headers);
        return await client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
    }

    internal async Task<JobResponse> CreateAsync(string json, string tenant = Tenant, params (string Name, string Value)[] headers)
    {
        using var response = await PostAsync("/v1/jobs", json, tenant, headers);
        return await ReadAsync(response, 201);
    }

    internal static async Task<JobResponse> ReadAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        return JsonSerializer.Deserialize<JobResponse>(text, ApiJson.Options)!;
    }

    internal async Task<JobResponse> JobAsync(string id)
    {
        using var client = Client();
        return (await client.GetFromJsonAsync<JobResponse>($"/v1/jobs/{id}", ApiJson.Options))!;
    }

    internal async Task<JobRow> RowAsync(string id) => await Reader.FindAsync(id, CancellationToken.None) ?? throw new InvalidOperationException($"no job {id}");

    /// <summary>Waits until a job is as wanted.</summary>
    internal async Task<JobRow> UntilAsync(string id, Func<JobRow, bool> wanted, int seconds = 60)
    {
        var limit = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var row = await RowAsync(id);
            if (wanted(row)) return row;
            Assert.True(TimeProvider.System.GetElapsedTime(limit).TotalSeconds < seconds, $"waited for {seconds} s: {row with { ManifestJson = "" }}");
            await Task.Delay(20);
        }
    }

    /// <summary>A job whose masks others say to have made, after it was tidied up.</summary>
    internal async Task<string> CompletedAsync(string video, params (string, string)[] headers)
    {
        var job = await CreateAsync(JobBodies.OneShot(video), headers: headers);
        await UntilAsync(job.Id, row => row.FramesDecoded == 20);
        for (var segment = 0; segment < 2; segment++)
        {
            await PublishAsync(new MasksDecoded { JobId = job.Id, Segment = segment, Revision = 0, FramesSoFar = segment == 0 ? 16 : 20, IsLast = segment == 1 });
            await UntilAsync(job.Id, row => row.SegmentsMasked == segment + 1);
        }

        await UntilAsync(job.Id, row => row.State == "completed");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await BlobsAsync(JobBlobs.AllFrames(job.Id))).Length > 0) await Task.Delay(20, limit.Token);
        return job.Id;
    }

    internal Task PublishAsync(object message) => Get<IBus>().Publish(message, message.GetType());

    internal Task SweepAsync() => _app.Services.GetServices<IHostedService>().OfType<JobSweeper>().Single().SweepAsync(CancellationToken.None);

    internal async Task<string[]> BlobsAsync(string prefix = "jobs/")
    {
        var names = new List<string>();
        await foreach (var blob in Blobs.ListAsync(prefix)) names.Add(blob.Name);
        return [.. names];
    }

    /// <summary>What there is of jobs beside the tombstones of those that were cancelled or are being removed.</summary>
    internal async Task<string[]> RemainsAsync(string prefix = "jobs/")
    {
        var manifests = Get<ManifestStore>();
        var names = new List<string>();
        foreach (var name in await BlobsAsync(prefix))
            if (!name.EndsWith("/manifest.json", StringComparison.Ordinal) || await manifests.FindAsync(name.Split('/')[1], CancellationToken.None) is not { IsRemoved: true }) names.Add(name);
        return [.. names];
    }

    internal async Task<long> CountAsync(string table)
    {
        await using var connection = await Get<Database>().OpenAsync();
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }

    internal async Task ExecuteAsync(string sql, object values)
    {
        await using var connection = await Get<Database>().OpenAsync();
        await connection.ExecuteAsync(sql, values);
    }

    /// <summary>That no request left anything: no row of any table of jobs, and no blob.</summary>
    internal async Task AssertNoJobsAsync()
    {
        // Messages leave it by themselves.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await CountAsync("outbox") > 0) await Task.Delay(20, limit.Token);
        foreach (var table in new[] { "jobs", "job_labels", "job_events", "job_requests" }) Assert.Equal((table, 0), (table, await CountAsync(table)));
        Assert.Empty(await BlobsAsync());
    }

    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        // In the order in which a process stops: what is in work ends before what it works with.
        var guard = Get<TransactionGuard>();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Assert.Empty(guard.Take());
    }
}
