using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Results;
using Rvos.Ingestion.Videos;
using StoredVideo = Rvos.Ingestion.Videos.Video;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>The results over real HTTP on loopback, of jobs that a test makes up.</summary>
internal sealed class ResultsServer : IAsyncDisposable
{
    internal const string Tenant = "acme";

    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private ResultsServer(WebApplication app, DirectoryInfo folder, KnownJobs jobs)
    {
        (_app, _folder, Jobs) = (app, folder, jobs);
        Client = ClientOf(Tenant);
    }

    internal KnownJobs Jobs { get; }

    internal HttpClient Client { get; }

    internal IBlobStore Blobs => _app.Services.GetRequiredService<IBlobStore>();

    internal OverlayExport Overlays => _app.Services.GetRequiredService<OverlayExport>();

    internal string ScratchFolder => Path.Combine(_folder.FullName, "scratch");

    internal string BlobFile(string name) => ((FolderBlobStore)Blobs).FileOf(name);

    /// <param name="blobs">Settings of the blob store; a folder of its own when null.</param>
    internal static async Task<ResultsServer> StartAsync(IReadOnlyDictionary<string, string?>? blobs = null)
    {
        var folder = Directory.CreateTempSubdirectory("rvos-results-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Rvos:Blobs:Folder"] = Path.Combine(folder.FullName, "blobs"),
            ["Rvos:Blobs:FlushToDisk"] = "false",
            ["Rvos:Database:ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, "rvos.db")}",
            ["Rvos:Videos:ScratchFolder"] = Path.Combine(folder.FullName, "videos"),
            ["Rvos:Results:ScratchFolder"] = Path.Combine(folder.FullName, "scratch"),
        });
        if (blobs is not null) builder.Configuration.AddInMemoryCollection(blobs);
        builder.AddRvosBlobs();
        builder.AddRvosDatabase().AddMigrations(typeof(IngestionHost).Assembly, "ingestion");
        builder.Services.AddProblemDetails();
        builder.AddVideos().AddResults();
        var jobs = new KnownJobs();
        builder.Services.AddSingleton<IJobLookup>(jobs);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapResults();
        await app.StartAsync();
        return new ResultsServer(app, folder, jobs);
    }

    internal HttpClient ClientOf(string? tenant)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        if (tenant is not null) client.DefaultRequestHeaders.Add(TenantHeader.Name, tenant);
        return client;
    }

    internal async Task AddVideoAsync(StoredVideo video)
    {
        var library = _app.Services.GetRequiredService<VideoLibrary>();
        await library.BeginAsync(video.Tenant, video.Id, video.Name, video.CreatedAt, CancellationToken.None);
        Assert.True(await library.CompleteAsync(video, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
