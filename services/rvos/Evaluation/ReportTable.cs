using System.Globalization;
using Rvos.Evaluation.Reports;
using Spectre.Console;

namespace Rvos.Cli.Evaluation;

/// <summary>Shows a report as a table.</summary>
internal static class ReportTable
{
    private const int PipedWidth = 200;

    internal static void Write(EvaluationReport report, int frames, TimeSpan elapsed)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PipedWidth;
        var table = new Table().RoundedBorder().AddColumns("sequence", "object");
        foreach (var column in report.Columns) table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        foreach (var row in report.Rows) Add(table, row);
        if (report.Rows.Count > 0 && report.Totals.Count > 0) table.AddEmptyRow();
        foreach (var row in report.Totals) Add(table, row);
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Format}: {frames} frames in {elapsed.TotalSeconds:F2} s"));
        if (report.Note is not null) Console.WriteLine(report.Note);
    }

    private static void Add(Table table, ReportRow row) =>
        table.AddRow(new[] { row.Sequence, row.Item }.Concat(row.Values.Select(Text)).Select(Markup.Escape).ToArray());

    // Counts are shown whole.
    private static string Text(double value) => double.IsNaN(value) ? "-" : value == Math.Floor(value) && Math.Abs(value) > 1 ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("F3", CultureInfo.InvariantCulture);
}
