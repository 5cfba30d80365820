using System.Diagnostics;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Results;
using Rvos.Testing.Stages;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>Overlay videos: timing and sound of the source, and nothing left of those that fail.</summary>
public sealed class OverlayExportTests : IDisposable
{
    private const string Job = "job_1";
    private const int Width = 128, Height = 96, Length = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rvos-overlay-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Write_UnevenTimingAndSound_AreTheSources()
    {
        await using var server = await ResultsServer.StartAsync();
        var (video, manifest, times) = await PrepareAsync(server);
        await server.Overlays.WriteAsync(manifest, 0, video, CancellationToken.None);
        var overlay = server.BlobFile(JobBlobs.Overlay(Job, 0));
        await using var source = await VideoSource.OpenAsync(overlay);
        Assert.Equal("aac", source.Info.AudioCodec);
        Assert.Equal(times.Select(time => time - times[0]), await TimesAsync(source));
        AssertNothingLeft(server);
    }

    [Fact]
    public async Task Write_MadeAlready_DoesNothing()
    {
        await using var server = await ResultsServer.StartAsync();
        var manifest = new SyntheticMasks(server.Blobs, Job, Width, Height, Length).View(20).Manifest;
        await server.Blobs.PutAsync(JobBlobs.Overlay(Job, 0), new byte[] { 1 });
        await server.Overlays.WriteAsync(manifest, 0, "/no/such/video.mp4", CancellationToken.None);
        Assert.Equal([1], await server.Blobs.TryReadAsync(JobBlobs.Overlay(Job, 0)));
    }

    [Fact]
    public async Task Write_AnotherWasQuicker_ItsVideoStays()
    {
        await using var server = await ResultsServer.StartAsync();
        var (video, manifest, _) = await PrepareAsync(server);
        var name = JobBlobs.Overlay(Job, 0);
        var hooked = new HookedBlobStore(server.Blobs) { BeforePut = _ => server.Blobs.PutAsync(name, new byte[] { 1 }) };
        using var overlays = new OverlayExport(hooked, Options.Create(new ResultsOptions { ScratchFolder = server.ScratchFolder }), TimeProvider.System);
        await overlays.WriteAsync(manifest, 0, video, CancellationToken.None);
        Assert.Equal([name], hooked.Puts);
        Assert.Equal([1], await server.Blobs.TryReadAsync(name));
    }

    [Theory]
    [InlineData("masks end early")]
    [InlineData("masks go on")]
    [InlineData("mask of another time")]
    [InlineData("segment gone")]
    public async Task Write_MasksAreNotTheVideos_FailsAndLeavesNothing(string fault)
    {
        await using var server = await ResultsServer.StartAsync();
        var (video, manifest, times) = await PrepareAsync(server);
        var masks = new SyntheticMasks(server.Blobs, Job, Width, Height, Length);
        switch (fault)
        {
            case "masks end early":
                await masks.WriteAsync(2, isLast: true, count: 2, timestamp: f => times[f].Ticks);
                break;
            case "masks go on":
                await masks.WriteAsync(2, isLast: true, count: 6, timestamp: f => f < times.Length ? times[f].Ticks : long.MaxValue / 2);
                break;
            case "mask of another time":
                await masks.WriteAsync(1, timestamp: f => times[f].Ticks + 1);
                break;
            default:
                await server.Blobs.DeleteAsync(JobBlobs.Masks(Job, 0, 1));
                break;
        }

        var error = await Assert.ThrowsAnyAsync<Exception>(() => server.Overlays.WriteAsync(manifest, 0, video, CancellationToken.None));
        if (fault == "segment gone") Assert.Equal(1, Assert.IsType<MasksMissingException>(error).Segment);
        else Assert.IsType<InvalidDataException>(error);
        Assert.Null(await server.Blobs.FindAsync(JobBlobs.Overlay(Job, 0)));
        AssertNothingLeft(server);
    }

    [Fact]
    public async Task Write_NoVideo_FailsAndLeavesNothing()
    {
        await using var server = await ResultsServer.StartAsync();
        var (video, manifest, _) = await PrepareAsync(server);
        File.WriteAllText(video, "no video");
        await Assert.ThrowsAsync<VideoFormatException>(() => server.Overlays.WriteAsync(manifest, 0, video, CancellationToken.None));
        AssertNothingLeft(server);
    }

    [Fact]
    public async Task Write_Cancelled_LeavesNothing()
    {
        await using var server = await ResultsServer.StartAsync();
        var (video, manifest, _) = await PrepareAsync(server);
        using var cancelled = new CancellationTokenSource();
        var writing = server.Overlays.WriteAsync(manifest, 0, video, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Null(await server.Blobs.FindAsync(JobBlobs.Overlay(Job, 0)));
        AssertNothingLeft(server);
        await server.Overlays.WriteAsync(manifest, 0, video, CancellationToken.None);
        Assert.NotNull(await server.Blobs.FindAsync(JobBlobs.Overlay(Job, 0)));
    }

    [Fact]
    public async Task Write_ScratchFolderCannotBeMade_FailsEachTimeAndGoesOnOnceItCan()
    {
        await using var server = await ResultsServer.StartAsync();
        var (video, manifest, _) = await PrepareAsync(server);
        await File.WriteAllTextAsync(server.ScratchFolder, "a file in its place");
        // More often than overlays are made at once: a place that is not given back would be missed.
        for (var i = 0; i < 4; i++)
            await Assert.ThrowsAnyAsync<IOException>(() => server.Overlays.WriteAsync(manifest, 0, video, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60)));
        File.Delete(server.ScratchFolder);

        await server.Overlays.WriteAsync(manifest, 0, video, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.NotNull(await server.Blobs.FindAsync(JobBlobs.Overlay(Job, 0)));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Assert.Single(Directory.GetDirectories(server.ScratchFolder))));
    }

    [Fact]
    public async Task Dispose_Used_RemovesItsFolder()
    {
        string scratch;
        await using (var server = await ResultsServer.StartAsync())
        {
            var (video, manifest, _) = await PrepareAsync(server);
            await server.Overlays.WriteAsync(manifest, 0, video, CancellationToken.None);
            scratch = server.ScratchFolder;
            Assert.Single(Directory.GetDirectories(scratch));
            server.Overlays.Dispose();
            Assert.Empty(Directory.GetFileSystemEntries(scratch));
        }
    }

    // Twenty frames of which every third is missing in time, with a tone.
    private async Task<(string Video, JobManifest Manifest, TimeSpan[] Times)> PrepareAsync(ResultsServer server)
    {
        var video = Path.Combine(_folder.FullName, "clip.mp4");
        var start = new ProcessStartInfo("ffmpeg",
        [
            "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", $"testsrc2=s={Width}x{Height}:r=10:d=3", "-f", "lavfi", "-i", "sine=d=3",
            "-vf", "select='mod(n,3)'", "-fps_mode", "vfr", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", video,
        ]);
        using (var process = Process.Start(start)!)
        {
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }

        await using var source = await VideoSource.OpenAsync(video);
        var times = await TimesAsync(source);
        Assert.Equal(20, times.Length);
        var masks = new SyntheticMasks(server.Blobs, Job, Width, Height, Length);
        for (var i = 0; i < 3; i++) await masks.WriteAsync(i, isLast: i == 2, count: i == 2 ? 4 : null, timestamp: f => times[f].Ticks);
        return (video, masks.View(times.Length).Manifest, times);
    }

    private static async Task<TimeSpan[]> TimesAsync(IFrameSource source)
    {
        var times = new List<TimeSpan>();
        await foreach (var frame in source.ReadAsync())
            using (frame) times.Add(frame.PresentationTimestamp);
        return [.. times];
    }

    private static void AssertNothingLeft(ResultsServer server) =>
        Assert.All(Directory.GetDirectories(server.ScratchFolder), folder => Assert.Empty(Directory.GetFileSystemEntries(folder)));
}
