using Rvos.Contracts.Http;
using Rvos.Hosting.Blobs;
using Rvos.Testing.Cluster;

namespace Rvos.SystemTests.Support;

/// <summary>Some jobs at once, something that goes wrong in their middle, and what must be true at the end all the same.</summary>
internal sealed class Disturbance(ClusterFixture fixture) : IAsyncDisposable
{
    private const int Jobs = 3;
    private readonly ApiClient client = fixture.Client;
    private WebhookReceiver? receiver;

    internal ApiClient Client => client;

    /// <summary>Starts jobs, waits until one is in its middle, disturbs, and checks the end of all.</summary>
    internal async Task RunAsync(Func<IReadOnlyList<string>, Task> disturb)
    {
        // Made before the jobs: beside them it would take their time.
        await Sample.ShortReferenceAsync();
        receiver = await WebhookReceiver.StartAsync();
        var video = await client.UploadAsync(await Sample.ShortClipAsync());
        var jobs = new List<string>();
        for (var i = 0; i < Jobs; i++) jobs.Add((await client.SegmentAsync(video, Sample.Mask, receiver.Url)).Id);
        await client.WaitAsync(jobs[0], job => job.Progress.FramesSegmented >= 16);
        Assert.Contains(await Task.WhenAll(jobs.Select(client.GetAsync)), job => job.State == "running");
        await disturb(jobs);
        foreach (var job in jobs) await CheckAsync(job);
    }

    /// <summary>Masks equal to the unbroken run's, one end, one webhook id, nothing left behind.</summary>
    internal async Task CheckAsync(string job)
    {
        await client.WaitForCompletionAsync(job);
        await CheckMasksAsync(job);
        Assert.Single(await client.EventsAsync(job), each => each == ("state", "completed"));
        var deliveries = await EventuallyAsync(() => Task.FromResult(receiver!.Of(job)), found => found.Count > 0);
        Assert.Single(deliveries.Distinct());
        Assert.All(deliveries, delivery => Assert.Equal("job.completed", delivery.Type));
        var wanted = Wanted(job);
        var left = await EventuallyAsync(() => BlobsOf(job), found => found.SequenceEqual(wanted));
        Assert.Equal(wanted, left);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (receiver is not null) await receiver.DisposeAsync();
        // The next test finds everything running.
        await fixture.Cluster.RabbitMq.StartAsync();
        await fixture.Cluster.Postgres.StartAsync();
        await fixture.Cluster.Azurite.StartAsync();
        foreach (var service in fixture.Cluster.Services) await service.StartAsync();
    }

    private async Task CheckMasksAsync(string job)
    {
        var masks = await client.MasksAsync(job);
        var files = Directory.GetFiles(Path.Combine(await Sample.ShortReferenceAsync(), "masks")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Sample.ShortFrames, files.Length);
        Assert.Equal(files.Length, masks.Count);
        for (var frame = 0; frame < files.Length; frame++) Assert.True(Results.Same(masks[frame], await File.ReadAllBytesAsync(files[frame])), $"mask {frame} of {job} differs");
    }

    private static IReadOnlyList<string> Wanted(string job) =>
        [.. Enumerable.Range(0, Sample.ShortFrames / 16).Select(segment => $"jobs/{job}/masks/000000/{segment:D6}").Append($"jobs/{job}/manifest.json").Append($"jobs/{job}/build.json").Append($"jobs/{job}/overlay/000000.mp4").Append($"jobs/{job}/prompts/00000000.png").Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<string>> BlobsOf(string job)
    {
        var found = new List<string>();
        await foreach (var blob in fixture.Blobs.ListAsync(""))
            if (blob.Name.Contains(job, StringComparison.Ordinal)) found.Add(blob.Name);
        return found;
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> isIt)
    {
        for (var limit = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(200))
        {
            var seen = await look();
            if (isIt(seen) || DateTime.UtcNow > limit) return seen;
        }
    }
}
