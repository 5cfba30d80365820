using System.Diagnostics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Decoder;
using Rvos.Encoder;
using Rvos.Hosting;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Results;
using Rvos.Testing;
using Rvos.Video.Decoding;
using Rvos.Video.Imaging;
using Rvos.Weights.Models;
using StoredVideo = Rvos.Ingestion.Videos.Video;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>The sample clip, once segmented by the program and once by the stages of the services: what one wrote, and the other's blobs.</summary>
public sealed class SampleJob : IAsyncLifetime
{
    internal const string Id = "job_sample";
    private const int SegmentLength = 16;
    private static readonly string VideoId = Identifier.New(StoredVideo.Kind, DateTimeOffset.UnixEpoch);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rvos-sample-");

    internal static string VideoPath { get; } = Sample("dashcam.mp4");

    internal static StoredVideo Video { get; } = new()
    {
        Id = VideoId,
        Tenant = ResultsServer.Tenant,
        Name = "dashcam.mp4",
        Length = 1,
        Sha256 = new string('0', 64),
        Width = 640,
        Height = 360,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    internal JobManifest Manifest { get; private set; } = null!;

    internal int Frames { get; private set; }

    internal IBlobStore Blobs { get; private set; } = null!;

    internal string[] Masks => Directory.GetFiles(Path.Combine(_folder.FullName, "out", "masks")).Order(StringComparer.Ordinal).ToArray();

    internal JobView View => new(Id, "completed", Manifest, 0, (Frames + SegmentLength - 1) / SegmentLength, Frames, false, ["overlay"]);

    /// <summary>What <c>rvos segment</c> wrote.</summary>
    internal byte[] Output(string name) => File.ReadAllBytes(Path.Combine(_folder.FullName, "out", name));

    /// <summary>Copies the masks into another store.</summary>
    internal async Task CopyToAsync(IBlobStore target)
    {
        await foreach (var blob in Blobs.ListAsync($"jobs/{Id}/masks/"))
            await target.PutAsync(blob.Name, (await Blobs.TryReadAsync(blob.Name))!);
    }

    public async ValueTask InitializeAsync()
    {
        Blobs = new FolderBlobStore(BlobFolder, false, TimeProvider.System);
        await Blobs.InitializeAsync();
        await RunProgramAsync();
        await RunStagesAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string BlobFolder => Path.Combine(_folder.FullName, "blobs");

    private static string Sample(string name) => Path.Combine(SharedData.RepositoryRoot, "samples", name);

    private async Task RunProgramAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rvos.dll"), "segment", VideoPath, "--mask", "0:" + Sample("dashcam.png"), "-o", Path.Combine(_folder.FullName, "out")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error + await output);
    }

    private async Task RunStagesAsync()
    {
        const string model = ModelCatalogue.DefaultOneShot;
        var wants = ModelCatalogue.Shipped.Describe(model)!;
        await Blobs.PutAsync(JobBlobs.Prompt(Id, "0"), await File.ReadAllBytesAsync(Sample("dashcam.png")));
        Manifest = new JobManifest
        {
            JobId = Id,
            VideoId = VideoId,
            Model = model,
            Width = 640,
            Height = 360,
            InputWidth = wants.InputWidth,
            InputHeight = wants.InputHeight,
            SegmentLength = SegmentLength,
            MaxFrames = 1_000,
            Revisions = [new JobRevision(0, 0)],
            Prompts = [new JobPrompt(0, JobBlobs.Prompt(Id, "0"))],
        };
        await new ManifestStore(Blobs).WriteAsync(Manifest, CancellationToken.None);
        var segments = await WriteFramesAsync(wants.InputWidth, wants.InputHeight);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Rvos:Blobs:Folder"] = BlobFolder, ["Rvos:Blobs:FlushToDisk"] = "false" });
        builder.AddEncoder().AddDecoder().AddRvosBus();
        await using var stages = builder.Build();
        await stages.StartAsync();
        for (var segment = 0; segment < segments; segment++)
            await stages.Services.GetRequiredService<IBus>().Publish(new FramesDecoded { JobId = Id, Segment = segment, FramesSoFar = Math.Min((segment + 1) * SegmentLength, Frames), IsLast = segment == segments - 1 });
        using var limit = new CancellationTokenSource(Limit);
        // Segments are decoded in order.
        while (await Blobs.FindAsync(JobBlobs.Masks(Id, 0, segments - 1), limit.Token) is null) await Task.Delay(50, limit.Token);
        await stages.StopAsync(CancellationToken.None);
    }

    private async Task<int> WriteFramesAsync(int width, int height)
    {
        await using var source = await VideoSource.OpenAsync(VideoPath);
        var resizer = new PilResizer(source.Info.Width, source.Info.Height, width, height);
        var frames = new List<(long Timestamp, byte[] Rgb)>();
        await foreach (var frame in source.ReadAsync())
        {
            using (frame)
            {
                var rgb = new byte[width * height * 3];
                resizer.Bilinear(frame.Rgb, rgb);
                frames.Add((frame.PresentationTimestamp.Ticks, rgb));
            }
        }

        Frames = frames.Count;
        var segments = frames.Chunk(SegmentLength).ToArray();
        for (var i = 0; i < segments.Length; i++)
        {
            var header = new FramesHeader { First = i * SegmentLength, Timestamps = segments[i].Select(f => f.Timestamp).ToArray(), IsLast = i == segments.Length - 1 };
            await Blobs.PutAsync(JobBlobs.Frames(Id, i), SegmentFile.Write(header, segments[i].SelectMany(f => f.Rgb).ToArray()));
        }

        return segments.Length;
    }
}
