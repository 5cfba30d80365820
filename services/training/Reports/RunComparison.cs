using System.Globalization;
using System.Text;

namespace Rvos.Training.Reports;

/// <summary>Runs side by side: those of one configuration with several seeds make one row, with mean and spread.</summary>
/// <param name="Rows">A row for each configuration, in the order of their first runs.</param>
/// <param name="Notes">What a reader must know before comparing: other budgets, other validation clips, runs that are not done.</param>
public sealed record RunComparison(IReadOnlyList<ComparisonRow> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>Compares runs.</summary>
    /// <exception cref="InvalidDataException">A folder is no run, or was not validated yet.</exception>
    public static RunComparison Of(IEnumerable<string> folders)
    {
        var runs = folders.Select(RunSummary.Read).ToArray();
        if (runs.Length == 0) throw new InvalidDataException("name the folders of runs");
        var rows = runs.GroupBy(r => r.Group).Select(g => new ComparisonRow(g.Key, g.Count(), g.Max(r => r.PlannedSteps),
            Spread.Of(g.Select(r => r.J).ToArray()), Spread.Of(g.Select(r => r.F).ToArray()), Spread.Of(g.Select(r => r.Mean).ToArray()), Spread.Of(g.Select(r => r.Best).ToArray()))).ToArray();
        return new RunComparison(rows, NotesOf(runs).ToArray());
    }

    /// <summary>The table in Markdown.</summary>
    public string Markdown()
    {
        var text = new StringBuilder("| configuration | runs | steps | J | F | J&F | J&F from … to | J&F at best |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Runs} | {row.Steps} | {WithDeviation(row.J)} | {WithDeviation(row.F)} | {WithDeviation(row.Mean)} | ");
            text.Append(CultureInfo.InvariantCulture, $"{row.Mean.Least:F3} … {row.Mean.Most:F3} | {WithDeviation(row.Best)} |\n");
        }

        foreach (var note in Notes) text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
        return text.ToString();
    }

    /// <summary>The table as CSV.</summary>
    public string Csv()
    {
        var text = new StringBuilder("configuration,runs,steps,j,j_sd,f,f_sd,j_and_f,j_and_f_sd,j_and_f_min,j_and_f_max,best,best_sd\n");
        foreach (var row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(row.Name)},{row.Runs},{row.Steps},{row.J.Mean:F5},{row.J.Deviation:F5},{row.F.Mean:F5},{row.F.Deviation:F5},");
            text.Append(CultureInfo.InvariantCulture, $"{row.Mean.Mean:F5},{row.Mean.Deviation:F5},{row.Mean.Least:F5},{row.Mean.Most:F5},{row.Best.Mean:F5},{row.Best.Deviation:F5}\n");
        }

        return text.ToString();
    }

    private static string WithDeviation(Spread spread) => double.IsNaN(spread.Deviation)
        ? spread.Mean.ToString("F3", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{spread.Mean:F3} ± {spread.Deviation:F3}");

    private static string Quoted(string text) => text.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static IEnumerable<string> NotesOf(RunSummary[] runs)
    {
        foreach (var run in runs.Where(r => r.Steps < r.PlannedSteps)) yield return $"{run.Group}, seed {run.Seed}: not done, {run.Steps} of {run.PlannedSteps} steps.";
        if (runs.Select(r => r.PlannedSteps).Distinct().Count() > 1) yield return "The budgets differ.";
        if (runs.Select(r => r.ValidationClips).Distinct().Count() > 1) yield return "The runs were judged on different clips: the figures cannot be compared.";
        foreach (var twice in runs.GroupBy(r => (r.Group, r.Seed)).Where(g => g.Count() > 1)) yield return $"{twice.Key.Group}, seed {twice.Key.Seed}: {twice.Count()} runs with the same seed.";
    }
}
