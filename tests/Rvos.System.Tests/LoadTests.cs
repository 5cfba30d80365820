using System.Diagnostics;
using System.Globalization;
using Rvos.SystemTests.Support;

namespace Rvos.SystemTests;

/// <summary>Many jobs at once through the distributed run. Figures are printed, not asserted; what is asserted is that all complete, and that memory stays bounded.</summary>
[Collection(SharedCluster.Name)]
public sealed class LoadTests(ClusterFixture fixture, ITestOutputHelper output)
{
    private const int Jobs = 50, Frames = 20, Share = 25, MostMemory = 1024;

    [Fact]
    public async Task Jobs_FiftyShortClipsAtOnce_AllCompleteInBoundedMemory()
    {
        var services = fixture.Cluster.Services;
        var clip = await Clip.CutAsync(Sample.Clip, Frames);
        using var client = fixture.Client;
        // Models are opened and code is compiled by the first job.
        var video = await client.UploadAsync(clip);
        await client.WaitForCompletionAsync((await client.SegmentAsync(video, Sample.Mask)).Id);
        var alone = Stopwatch.StartNew();
        var work = TimeSpan.Zero;
        for (var i = 0; i < Jobs / Share; i++) work += await Sample.TimeSegmentAsync(clip, "--mask", $"0:{Sample.Mask}");
        var segment = alone.Elapsed * Share;
        work *= Share;
        var idle = services.Select(s => s.Memory()).ToArray();
        var all = Stopwatch.StartNew();
        var jobs = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(_ => client.SegmentAsync(video, Sample.Mask)));
        foreach (var job in jobs) await client.WaitForCompletionAsync(job.Id);
        var distributed = all.Elapsed;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Jobs} jobs of {Frames} frames in {distributed.TotalSeconds:F1} s: {Jobs / distributed.TotalMinutes:F0} jobs/min, {Jobs * Frames / distributed.TotalSeconds:F1} frames/s; rvos segment one after the other {segment.TotalSeconds:F1} s with starting ({distributed / segment - 1:+0 %;-0 %} of it), {work.TotalSeconds:F1} s without ({distributed / work - 1:+0 %;-0 %})"));
        for (var i = 0; i < services.Count; i++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{services[i].Name}: {idle[i]} MiB before, {services[i].Memory()} MiB after, {services[i].PeakMemory()} MiB at most"));
            Assert.InRange(services[i].PeakMemory(), 1, MostMemory);
        }
    }
}
