namespace Rvos.Evaluation.Reports;

/// <summary>A row of scores.</summary>
/// <param name="Sequence">The sequence; for totals what they are over.</param>
/// <param name="Item">The object or class; empty for none.</param>
/// <param name="Values">A score for each column of the report; NaN where there is none.</param>
public sealed record ReportRow(string Sequence, string Item, IReadOnlyList<double> Values)
{
    /// <summary>Values frame by frame, by name of the score; empty for none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Frames { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>Names of those frames.</summary>
    public IReadOnlyList<string> FrameNames { get; init; } = [];
}
