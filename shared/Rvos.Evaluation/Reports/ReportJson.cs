using System.Text.Json;

namespace Rvos.Evaluation.Reports;

/// <summary>Writes a report as JSON: <c>format</c>, <c>note</c>, <c>totals</c> and <c>rows</c> with a property for each score, and the values of each frame. A score
/// that is no number (no object, a division by zero) is null.</summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes to a stream, UTF-8.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(EvaluationReport report, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteString("format", report.Format);
        if (report.Note is not null) json.WriteString("note", report.Note);
        WriteRows(json, "totals", report, report.Totals);
        WriteRows(json, "rows", report, report.Rows);
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, string name, EvaluationReport report, IReadOnlyList<ReportRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("sequence", row.Sequence);
            if (row.Item.Length > 0) json.WriteString("object", row.Item);
            for (var i = 0; i < report.Columns.Count; i++)
            {
                json.WritePropertyName(report.Columns[i].Name);
                WriteNumber(json, row.Values[i]);
            }

            if (row.FrameNames.Count > 0) WriteFrames(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFrames(Utf8JsonWriter json, ReportRow row)
    {
        json.WriteStartObject("frames");
        json.WriteStartArray("names");
        foreach (var name in row.FrameNames) json.WriteStringValue(name);
        json.WriteEndArray();
        foreach (var (score, values) in row.Frames)
        {
            json.WriteStartArray(score);
            foreach (var value in values) WriteNumber(json, value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }
}
