using System.Globalization;

namespace Rvos.Evaluation.Reports;

/// <summary>Writes a report as CSV (RFC 4180): a line for each row and, at the end, the totals; numbers in full precision, empty where there is none.</summary>
public static class ReportCsv
{
    private static readonly string[] Keys = ["sequence", "object"];

    /// <summary>Writes text.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(EvaluationReport report, TextWriter output)
    {
        output.Write(Line(Keys.Concat(report.Columns.Select(c => c.Name))));
        foreach (var row in report.Rows.Concat(report.Totals)) output.Write(Line(new[] { row.Sequence, row.Item }.Concat(row.Values.Select(Text))));
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
