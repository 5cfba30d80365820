namespace Rvos.Evaluation.Reports;

/// <summary>Scores as rows of a table, whatever the data set: what people read, and what JSON and CSV files hold.</summary>
/// <param name="Format">Name of the protocol.</param>
/// <param name="Columns">The scores.</param>
/// <param name="Rows">Scores by sequence and object (or class).</param>
/// <param name="Totals">Scores of the whole set.</param>
public sealed record EvaluationReport(string Format, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows, IReadOnlyList<ReportRow> Totals)
{
    /// <summary>What a reader should know about the numbers; null when nothing.</summary>
    public string? Note { get; init; }
}
