using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Http;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;
using Rvos.Hosting.Outbound;
using Rvos.Ingestion.Uploads;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Uploads and videos over real HTTP. Sweepers turn once at the start, and then when a test turns them.</summary>
internal sealed class IngestionHarness : IAsyncDisposable
{
    internal const string Tenant = "acme";

    private readonly WebApplication _app;
    private readonly TestPlace _place;

    private IngestionHarness(WebApplication app, TestPlace place) => (_app, _place) = (app, place);

    internal MappedResolver Names => Services.GetRequiredService<MappedResolver>();

    internal ShiftedTime Time => (ShiftedTime)Services.GetRequiredService<TimeProvider>();

    internal SwitchedUse Use => Services.GetRequiredService<SwitchedUse>();

    internal Uri Url => new(_app.Urls.First());

    internal IServiceProvider Services => _app.Services;

    internal IBlobStore Blobs => Services.GetRequiredService<IBlobStore>();

    internal static Task<IngestionHarness> StartAsync(TestPlace place, params (string Key, string Value)[] settings) => StartAsync(place, _ => { }, settings);

    /// <param name="place">Of its blobs and rows.</param>
    /// <param name="configure">Replaces services.</param>
    /// <param name="settings">Settings beside the place's.</param>
    internal static async Task<IngestionHarness> StartAsync(TestPlace place, Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(place.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rvos:Videos:SweepInterval"] = "1.00:00:00", ["Rvos:Uploads:SweepInterval"] = "1.00:00:00" });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(new ShiftedTime());
        builder.Services.AddSingleton<MappedResolver>().AddSingleton<IHostResolver>(services => services.GetRequiredService<MappedResolver>());
        builder.Services.AddSingleton<SwitchedUse>().AddSingleton<IVideoUse>(services => services.GetRequiredService<SwitchedUse>());
        builder.Services.AddProblemDetails();
        builder.AddRvosBlobs();
        builder.AddRvosDatabase().AddMigrations(typeof(IngestionHost).Assembly, "ingestion");
        builder.AddVideos().AddUploads();
        TransactionGuard.Add(builder.Services);
        configure(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapVideos().MapUploads();
        await app.StartAsync();
        return new IngestionHarness(app, place);
    }

    internal HttpClient Client(string? tenant = Tenant)
    {
        var client = new HttpClient { BaseAddress = Url };
        if (tenant is not null) client.DefaultRequestHeaders.Add(TenantHeader.Name, tenant);
        return client;
    }

    internal TusClient Tus(string tenant = Tenant) => new(Client(tenant));

    internal static MultipartFormDataContent Form(byte[] file, string fileName = "clip.mp4")
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        return new MultipartFormDataContent { { part, "file", fileName } };
    }

    /// <summary>A video taken in by form.</summary>
    internal async Task<VideoResponse> AddVideoAsync(byte[] file, string tenant = Tenant)
    {
        using var client = Client(tenant);
        using var form = Form(file);
        using var response = await client.PostAsync("/v1/videos", form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<VideoResponse>(ApiJson.Options))!;
    }

    internal async Task<VideoResponse> VideoAsync(string id)
    {
        using var client = Client();
        return (await client.GetFromJsonAsync<VideoResponse>($"/v1/videos/{id}", ApiJson.Options))!;
    }

    internal async Task<string[]> BlobNamesAsync()
    {
        var names = new List<string>();
        await foreach (var blob in Blobs.ListAsync("")) names.Add(blob.Name);
        return [.. names];
    }

    /// <summary>That there are these videos, and nothing else: no other blob, half-written file, local copy, lease or row.</summary>
    internal Task AssertOnlyVideosAsync(params string[] ids) => AssertOnlyVideosAsync(halfWritten: false, ids);

    /// <param name="halfWritten">Whether files of a killed process may be there that no blob's name shows.</param>
    /// <param name="ids">Of the videos.</param>
    internal async Task AssertOnlyVideosAsync(bool halfWritten, params string[] ids)
    {
        Assert.Equal(ids.SelectMany(id => new[] { VideoBlobs.Preview(id), VideoBlobs.Source(id) }).Order(StringComparer.Ordinal), await BlobNamesAsync());
        if (!halfWritten) Assert.Equal([], _place.HiddenFiles().Where(file => !ids.Contains(Path.GetFileName(file))).ToArray());
        await using var connection = await Services.GetRequiredService<Database>().OpenAsync();
        Assert.Equal(ids.Order(StringComparer.Ordinal), await connection.QueryAsync<string>("select id from videos order by id"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from upload_parts"));
    }

    internal Task SweepUploadsAsync() => Services.GetRequiredService<UploadSweeper>().SweepAsync(CancellationToken.None);

    internal Task<int> SweepVideosAsync() => Services.GetRequiredService<VideoSweeper>().SweepAsync(CancellationToken.None);

    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        var guard = Services.GetRequiredService<TransactionGuard>();
        await _app.DisposeAsync();
        Assert.Empty(guard.Take());
    }
}
