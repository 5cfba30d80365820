namespace Rvos.Evaluation.Reports;

/// <summary>A column of scores.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsCount">True for whole numbers, false for scores that are mostly in [0,1].</param>
public sealed record ReportColumn(string Name, bool IsCount = false)
{
    internal static ReportColumn[] Scores(params string[] names) => names.Select(n => new ReportColumn(n)).ToArray();

    internal static ReportColumn[] Counts(params string[] names) => names.Select(n => new ReportColumn(n, IsCount: true)).ToArray();
}
