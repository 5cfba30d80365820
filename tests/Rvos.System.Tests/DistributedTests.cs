using Rvos.SystemTests.Support;

namespace Rvos.SystemTests;

/// <summary>Every service as a process of its own: the same masks as from one, each session in one place.</summary>
[Collection(SharedCluster.Name)]
public sealed class DistributedTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Job_SampleClip_ResultsEqualSegment()
    {
        using var client = fixture.Client;
        var job = await client.SegmentAsync(await client.UploadAsync(Sample.Clip), Sample.Mask);
        await client.WaitForCompletionAsync(job.Id);
        await Results.AssertEqualAsync(client, job.Id, await Sample.ReferenceAsync());
    }

    // Their working directory is /, as a service manager's is.
    [Fact]
    public void Services_Running_WatchNoFolders() => Assert.All(fixture.Cluster.Services, service => Assert.Equal(0, service.Watches()));

    [Fact]
    public async Task Jobs_TwoDecodersAndNoKill_NoCheckpointIsLoaded()
    {
        using var client = fixture.Client;
        var decoders = fixture.Cluster.Named("decoder").ToArray();
        var before = await LoadsAsync();
        var video = await client.UploadAsync(await Sample.ShortClipAsync());
        var jobs = new List<string>();
        for (var i = 0; i < 4; i++) jobs.Add((await client.SegmentAsync(video, Sample.Mask)).Id);
        foreach (var job in jobs) await client.WaitForCompletionAsync(job);
        Assert.InRange(await LoadsAsync() - before, 0, jobs.Count);

        async Task<double> LoadsAsync() => (await Task.WhenAll(decoders.Select(d => d.FigureAsync("rvos_decoder_checkpoint_loads_total")))).Sum();
    }
}
