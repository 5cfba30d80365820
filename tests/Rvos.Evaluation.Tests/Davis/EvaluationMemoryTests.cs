using Rvos.Evaluation.Davis;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests.Davis;

public sealed class EvaluationMemoryTests(ITestOutputHelper output) : IDisposable
{
    private const int Width = 854, Height = 480;
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void EvaluateSequence_TenTimesTheFrames_TakesNoMoreMemory()
    {
        var few = Sequence("few", 200);
        var many = Sequence("many", 2000);
        Evaluate(few);
        var (after200, after2000) = (0L, 0L);
        after200 = Peak(() => Evaluate(few));
        after2000 = Peak(() => Evaluate(many));
        output.WriteLine($"most managed memory alive: {after200 >> 20} MiB for 200 frames, {after2000 >> 20} MiB for 2000");
        Assert.True(after2000 < after200 + (64L << 20), $"{after200 >> 20} MiB for 200 frames, {after2000 >> 20} MiB for 2000");
    }

    private static void Evaluate(TruthSequence sequence)
    {
        var results = Path.GetDirectoryName(sequence.Frames[0].Path)!;
        var score = DavisEvaluator.EvaluateSequence(sequence, results, DavisProtocol.Davis2017Unsupervised);
        Assert.Equal(1, Assert.Single(score.Objects).JAndF);
    }

    // The most that is alive at any of many collections, the first of them before the action begins. What waits for a collection does not count, however busy the machine is.
    private static long Peak(Action action)
    {
        var peak = GC.GetTotalMemory(forceFullCollection: true);
        using var done = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            do peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            while (!done.Wait(20));
        });
        watch.Start();
        action();
        done.Set();
        watch.Join();
        return peak;
    }

    private TruthSequence Sequence(string name, int frames)
    {
        var labels = new byte[Width * Height];
        for (var y = 100; y < 300; y++) labels.AsSpan(y * Width + 200, 300).Fill(1);
        using (var writer = IndexedPngWriter.Davis(root, name)) writer.Write(new ResultFrame(0, new LabelMask(Width, Height, labels)));
        var first = Path.Combine(root, name, "00000.png");
        for (var t = 1; t < frames; t++) File.CreateSymbolicLink(Path.Combine(root, name, $"{t:D5}.png"), first);
        return DavisLayout.Read(root).Single(s => s.Name == name);
    }
}
