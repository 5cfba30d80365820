using System.Net;
using Rvos.Contracts.Http;
using Rvos.SystemTests.Support;
using Rvos.Testing.Cluster;

namespace Rvos.SystemTests;

/// <summary><c>rvos serve</c> as a process: embedded bus, folder, SQLite.</summary>
public sealed class AllInOneTests(ServeFixture fixture) : IClassFixture<ServeFixture>, IDisposable
{
    private static readonly double[] Box = [300, 150, 380, 220], Corrected = [310, 160, 390, 230];
    private readonly ServiceProcess serve = fixture.Serve;
    private readonly ApiClient client = new(fixture.Serve.Url);

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Job_SampleClip_ResultsEqualSegment()
    {
        var job = await client.SegmentAsync(await client.UploadAsync(Sample.Clip), Sample.Mask);
        await client.WaitForCompletionAsync(job.Id);
        await Results.AssertEqualAsync(client, job.Id, await Sample.ReferenceAsync());
    }

    // Its working directory is /, as a service manager's is.
    [Fact]
    public void Serve_Running_WatchesNoFolders() => Assert.Equal(0, serve.Watches());

    [Fact]
    public async Task Serve_KilledInTheMiddle_JobGoesOnByteEqual()
    {
        var job = await client.SegmentAsync(await client.UploadAsync(Sample.Clip), Sample.Mask);
        await client.WaitAsync(job.Id, seen => seen.Progress.FramesSegmented >= 32);
        await serve.KillAsync();
        await serve.StartAsync();
        await client.WaitForCompletionAsync(job.Id);
        await Results.AssertEqualAsync(client, job.Id, await Sample.ReferenceAsync());
        Assert.Single(await client.EventsAsync(job.Id), each => each == ("state", "completed"));
    }

    [Fact]
    public async Task Serve_StoppedInTheMiddle_JobGoesOnByteEqual()
    {
        var job = await client.SegmentAsync(await client.UploadAsync(Sample.Clip), Sample.Mask);
        await client.WaitAsync(job.Id, seen => seen.Progress.FramesSegmented >= 32);
        await serve.RestartAsync();
        await client.WaitForCompletionAsync(job.Id);
        await Results.AssertEqualAsync(client, job.Id, await Sample.ReferenceAsync());
    }

    [Fact]
    public async Task Objects_AddedToFinishedJob_MasksBeforeStayAndAfterEqualSegment()
    {
        var job = await client.SegmentAsync(await client.UploadAsync(Sample.Clip), Sample.Mask);
        await client.WaitForCompletionAsync(job.Id);
        await client.ChangeAsync(job.Id, "objects", new ObjectRequest { Id = 2, Frame = 50, Box = Box });
        Assert.Equal(1, (await client.WaitForCompletionAsync(job.Id)).Revision);
        await Results.AssertMasksEqualAsync(client, job.Id, await Sample.ReferenceAsync(), 0, 50);
        await Results.AssertEqualAsync(client, job.Id, await Sample.SegmentAsync("--mask", $"0:{Sample.Mask}", "--box", "50:300,150,380,220"));
    }

    [Fact]
    public async Task Corrections_OfAnAddedObject_EqualSegmentWithTheCorrectedBox()
    {
        var job = await client.SegmentAsync(await client.UploadAsync(Sample.Clip), Sample.Mask);
        await client.WaitAsync(job.Id, seen => seen.Progress.FramesSegmented >= 16);
        await client.ChangeAsync(job.Id, "objects", new ObjectRequest { Id = 2, Frame = 50, Box = Box });
        await client.ChangeAsync(job.Id, "corrections", new ObjectRequest { Id = 2, Frame = 50, Box = Corrected });
        Assert.Equal(2, (await client.WaitForCompletionAsync(job.Id)).Revision);
        await Results.AssertEqualAsync(client, job.Id, await Sample.SegmentAsync("--mask", $"0:{Sample.Mask}", "--box", "50:310,160,390,230"));
    }

    [Fact]
    public async Task Submit_TwoClipsToServer_ResultsEqualSegment()
    {
        var folder = Directory.CreateTempSubdirectory("rvos-submit-").FullName;
        try
        {
            File.Copy(Sample.Clip, Path.Combine(folder, "one.mp4"));
            File.Copy(await Clip.CutAsync(Sample.Clip, 40), Path.Combine(folder, "two.mp4"));
            var output = Path.Combine(folder, "results");
            var (code, said) = await RvosCommand.RunAsync("submit", Path.Combine(folder, "*.mp4"), "--server", serve.Url, "--mask", $"0:{Sample.Mask}", "-o", output, "--json");
            Assert.True(code == 0, said);
            foreach (var name in new[] { "one", "two" })
            {
                var reference = await Sample.SegmentFileAsync(Path.Combine(folder, name + ".mp4"), "--mask", $"0:{Sample.Mask}");
                foreach (var file in Directory.GetFiles(reference, "*", SearchOption.AllDirectories))
                {
                    var fetched = Path.Combine(output, name, Path.GetRelativePath(reference, file));
                    Assert.True(Results.Same(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(fetched)), $"{fetched} differs");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Delete_RunningJob_CancelsAndLeavesNothing()
    {
        var job = await client.SegmentAsync(await client.UploadAsync(Sample.Clip), Sample.Mask);
        await client.WaitAsync(job.Id, seen => seen.Progress.FramesSegmented >= 16);
        using var answer = await client.Http.DeleteAsync($"/v1/jobs/{job.Id}");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("cancelled", (await client.GetAsync(job.Id)).State);
        var folder = Path.Combine(fixture.Data, "blobs", "jobs", job.Id);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Left().Length > 1) await Task.Delay(100, limit.Token);
        // The tombstone, by which whoever is late knows that the job has ended.
        Assert.Equal([Path.Combine(folder, "manifest.json")], Left());

        string[] Left() => Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }
}
