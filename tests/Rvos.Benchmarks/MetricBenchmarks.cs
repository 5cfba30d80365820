using BenchmarkDotNet.Attributes;
using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Davis;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Benchmarks;

/// <summary>J and F of one object in a 480p frame, and a whole evaluation from files. The Python evaluators' times for the same work (NumPy, OpenCV, Pillow) are in
/// docs/metrics.md.</summary>
[MemoryDiagnoser]
public class MetricBenchmarks
{
    private const int Width = 854, Height = 480, Frames = 60;

    private readonly string root = Directory.CreateTempSubdirectory().FullName;
    private readonly LabelMask truth = Blob(0), prediction = Blob(3);
    private byte[] png = [];

    /// <summary>Writes a sequence and its results.</summary>
    [GlobalSetup]
    public void Setup()
    {
        png = PngWriter.Encode(truth);
        using var truths = IndexedPngWriter.Davis(Path.Combine(root, "truth"), "a");
        using var results = IndexedPngWriter.Davis(Path.Combine(root, "results"), "a");
        for (var t = 0; t < Frames; t++)
        {
            truths.Write(new ResultFrame(t, Blob(t)));
            results.Write(new ResultFrame(t, Blob(t + 3)));
        }
    }

    /// <summary>Removes them.</summary>
    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(root, recursive: true);

    /// <summary>J of one object, masks in memory.</summary>
    [Benchmark]
    public double J() => new ObjectShape(truth, 1).Overlap(new ObjectShape(prediction, 1)).J;

    /// <summary>J and F of one object, masks in memory.</summary>
    [Benchmark]
    public FrameScore JAndF() => new ObjectShape(truth, 1).Score(new ObjectShape(prediction, 1));

    /// <summary>Reads one mask.</summary>
    [Benchmark]
    public LabelMask ReadPng() => LabelMaskReader.Read(png, MaskValues.Labels);

    /// <summary>Reads and scores the frames of a sequence, on all cores; per frame.</summary>
    [Benchmark(OperationsPerInvoke = Frames - 2)]
    public DavisScore FromFiles() => DavisEvaluator.Evaluate(Path.Combine(root, "truth"), Path.Combine(root, "results"), DavisProtocol.Davis2016);

    // A wavy blob of about a tenth of the frame, moving.
    private static LabelMask Blob(int t)
    {
        var labels = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (dx, dy) = (x - 300 - 2 * t, y - 240);
                var angle = Math.Atan2(dy, dx);
                if (Math.Sqrt(dx * dx + dy * dy) < 110 + 20 * Math.Sin(5 * angle + t / 8.0) + 3 * Math.Sin(40 * angle)) labels[y * Width + x] = 1;
            }
        }

        return new LabelMask(Width, Height, labels);
    }
}
