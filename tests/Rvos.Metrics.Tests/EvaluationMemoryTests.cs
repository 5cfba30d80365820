using Rvos.Metrics.Tests.Support;

namespace Rvos.Metrics.Tests;

/// <summary>Long videos take no more memory than short ones.</summary>
[Collection(nameof(EvaluationMemoryTests))]
[CollectionDefinition(nameof(EvaluationMemoryTests), DisableParallelization = true)]
public sealed class EvaluationMemoryTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-metrics-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task EvaluateAsync_TenTimesTheFrames_TakesNoMoreMemory()
    {
        await using var service = await MetricsHarness.EmbeddedAsync(_folder);
        var few = new SampleJob { Id = "job_few", Frames = 200, Step = 1 };
        var many = new SampleJob { Id = "job_many", Frames = 2000, Step = 1 };
        await few.StoreAsync(service.Blobs);
        await many.StoreAsync(service.Blobs);

        var after200 = await PeakAsync(service, few);
        var after2000 = await PeakAsync(service, many);

        output.WriteLine($"most managed memory in use: {after200 >> 10} KiB for 200 frames, {after2000 >> 10} KiB for 2000");
        Assert.Equal(1997, (await service.AnswerAsync(many)).Frames.Count);
        // All masks and all ground truth of 2,000 frames would be 23 MB, either alone 11. Names and figures of frames do stay, and what other threads hold at that moment counts too.
        Assert.True(after2000 < after200 + (8L << 20), $"{after200 >> 10} KiB for 200 frames, {after2000 >> 10} KiB for 2000");
    }

    // The most that is in use when everything that can be freed has been.
    private static async Task<long> PeakAsync(MetricsHarness service, SampleJob job)
    {
        var peak = 0L;
        var work = Task.Run(() => service.Evaluator.EvaluateAsync(job.Id, 0, job.Frames, CancellationToken.None));
        while (await Task.WhenAny(work, Task.Delay(50)) != work) peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
        await work;
        return Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
    }
}
