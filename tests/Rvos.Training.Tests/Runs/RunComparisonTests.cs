using Rvos.Training.Reports;
using Rvos.Training.Runs;

namespace Rvos.Training.Tests.Runs;

public sealed class RunComparisonTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-compare-").FullName;

    [Fact]
    public void Of_SeveralSeeds_OneRowWithMeanAndSpread()
    {
        var runs = new[] { Run("a", 1, 0.5, 0.3), Run("a", 2, 0.6, 0.5), Run("a", 3, 0.7, 0.4), Run("b", 1, 0.2, 0.2) };
        var comparison = RunComparison.Of(runs);
        Assert.Equal([("a", 3), ("b", 1)], comparison.Rows.Select(r => (r.Name, r.Runs)));
        var a = comparison.Rows[0];
        Assert.Equal((0.6, 0.1, 0.5, 0.7), (Math.Round(a.J.Mean, 9), Math.Round(a.J.Deviation, 9), a.J.Least, a.J.Most));
        Assert.Equal((0.5, 0.4, 0.55), (Math.Round(a.Mean.Mean, 9), a.Mean.Least, a.Mean.Most));
        Assert.Empty(comparison.Notes);
        Assert.Contains("| a | 3 | 6 | 0.600 ± 0.100 |", comparison.Markdown(), StringComparison.Ordinal);
        Assert.Contains("| b | 1 | 6 | 0.200 |", comparison.Markdown(), StringComparison.Ordinal);
        Assert.StartsWith("a,3,6,0.60000,0.10000", comparison.Csv().Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RunsThatCannotBeCompared_SaysWhy()
    {
        var other = Run("b", 1, 0.5, 0.5, c => c with { Steps = 12, Validation = c.Validation with { Clips = 5 } });
        var notes = string.Join('\n', RunComparison.Of([Run("a", 1, 0.5, 0.5), Run("a", 1, 0.6, 0.6, folderName: "again"), other]).Notes);
        Assert.Contains("b, seed 1: not done, 6 of 12 steps", notes, StringComparison.Ordinal);
        Assert.Contains("budgets differ", notes, StringComparison.Ordinal);
        Assert.Contains("different clips", notes, StringComparison.Ordinal);
        Assert.Contains("2 runs with the same seed", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoRun_NamesTheFolder() => Assert.Contains("nothing-here", Assert.Throws<InvalidDataException>(() => RunComparison.Of([Path.Combine(folder, "nothing-here")])).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Run(string name, int seed, double j, double f, Func<TrainingConfiguration, TrainingConfiguration>? change = null, string? folderName = null)
    {
        var files = new RunFolder(Path.Combine(folder, folderName ?? $"{name}-{seed}"));
        var configuration = TinyRuns.Configuration(oneShot: true) with { Name = name, Seed = seed };
        RunConfiguration.Claim(files, change?.Invoke(configuration) ?? configuration);
        File.WriteAllText(files.Log, "step,loss\n6,0.5\n");
        File.WriteAllText(files.Validation, FormattableString.Invariant($"step,j,f,j_and_f,objects\n4,0.1,0.1,0.1,3\n6,{j},{f},{(j + f) / 2},3\n"));
        return files.Path;
    }
}
