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
        foreach (var column in report.Columns) table.AddColumn(new TableColumn(Markup.Escape(column.Name)).RightAligned());
        foreach (var row in report.Rows) Add(table, report, row);
        if (report.Rows.Count > 0 && report.Totals.Count > 0) table.AddEmptyRow();
        foreach (var row in report.Totals) Add(table, report, row);
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Format}: {(frames > 0 ? $"{frames} frames " : "")}in {elapsed.TotalSeconds:F2} s"));
        if (report.Note is not null) Console.WriteLine(report.Note);
    }

    private static void Add(Table table, EvaluationReport report, ReportRow row) =>
        table.AddRow(new[] { row.Sequence, row.Item }.Concat(row.Values.Select((v, i) => Text(v, report.Columns[i].IsCount))).Select(Markup.Escape).ToArray());

    private static string Text(double value, bool isCount) => double.IsFinite(value) ? value.ToString(isCount ? "F0" : "F3", CultureInfo.InvariantCulture) : "-";
}
