using BenchmarkDotNet.Attributes;
using Rvos.Evaluation.Mots;

namespace Rvos.Benchmarks;

/// <summary>KITTI-MOTS metrics of both families for two sequences of 40 frames (480x854, 240x427), reading included. The published evaluators take 78 ms (mots_tools)
/// and 90 ms (TrackEval) for them on two cores.</summary>
[MemoryDiagnoser]
public class MotsBenchmarks
{
    private string suite = "";

    /// <summary>Finds the reference files.</summary>
    /// <exception cref="InvalidOperationException">They are not there.</exception>
    [GlobalSetup]
    public void Setup()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            suite = Path.Combine(folder.FullName, "shared", "metrics-golden", "mots", "perturb");
            if (Directory.Exists(suite)) return;
        }

        throw new InvalidOperationException("skipped: the folder shared/metrics-golden is not beside the repository");
    }

    /// <summary>Run lengths as text.</summary>
    [Benchmark]
    public MotsReport Text() => MotsEvaluator.Evaluate(Path.Combine(suite, "gt"), Path.Combine(suite, "trackers", "combo"), Path.Combine(suite, "perturb.seqmap"));

    /// <summary>Pictures of 16 bits, another tracker.</summary>
    [Benchmark]
    public MotsReport Pictures() => MotsEvaluator.Evaluate(Path.Combine(suite, "gt_png"), Path.Combine(suite, "trackers_png", "osvos"), Path.Combine(suite, "perturb.seqmap"));
}
