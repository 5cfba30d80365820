using System.Diagnostics;
using Rvos.Contracts.Jobs;
using Rvos.Decoder;
using Rvos.Encoder;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Results;
using Rvos.Model;
using Rvos.Serving;
using Rvos.Testing;
using Rvos.Video.Decoding;
using Rvos.Video.Imaging;
using Rvos.Weights.Models;
using StoredVideo = Rvos.Ingestion.Videos.Video;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>The sample clip, once segmented by the program and once by the stages of the services: what one wrote, and the other's blobs.</summary>
public sealed class SampleJob : IAsyncLifetime
{
    internal const string Id = "job_sample", VideoId = "vid_sample";
    private const int SegmentLength = 16;

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

    public async Task InitializeAsync()
    {
        Blobs = new FolderBlobStore(Path.Combine(_folder.FullName, "blobs"), false, TimeProvider.System);
        await Blobs.InitializeAsync();
        await RunProgramAsync();
        await RunStagesAsync();
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

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
        using var models = new ModelPool(ModelCatalogue.Shipped, new InferenceOptions(), 1);
        const string model = ModelCatalogue.DefaultOneShot;
        var (width, height) = await models.UseAsync(model, m => (m.Description.InputWidth, m.Description.InputHeight), CancellationToken.None);
        await Blobs.PutAsync(JobBlobs.Prompt(Id, 0), await File.ReadAllBytesAsync(Sample("dashcam.png")));
        Manifest = new JobManifest
        {
            JobId = Id,
            VideoId = VideoId,
            Model = model,
            Width = 640,
            Height = 360,
            InputWidth = width,
            InputHeight = height,
            SegmentLength = SegmentLength,
            MaxFrames = 1_000,
            Revisions = [new JobRevision(0, 0)],
            Prompts = [new JobPrompt(0, JobBlobs.Prompt(Id, 0))],
        };
        var manifests = new ManifestStore(Blobs);
        await manifests.WriteAsync(Manifest, CancellationToken.None);
        var segments = await WriteFramesAsync(width, height);
        var encoder = new SegmentEncoder(Blobs, manifests, models);
        var decoder = new SegmentDecoder(Blobs, models, TimeProvider.System);
        await using var session = new LiveSession(Id);
        for (var segment = 0; segment < segments; segment++)
        {
            Assert.True(await encoder.EncodeAsync(Id, segment, CancellationToken.None));
            Assert.NotNull(await decoder.DecodeAsync(session, Manifest, segment, CancellationToken.None));
        }
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
