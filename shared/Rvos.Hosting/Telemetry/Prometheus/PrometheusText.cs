using System.Globalization;
using System.Text;

namespace Rvos.Hosting.Telemetry.Prometheus;

/// <summary>Writes Prometheus' text exposition format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    /// <summary>Of an answer in this format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Begins a metric.</summary>
    public void Header(string name, string type, string? description)
    {
        if (!string.IsNullOrWhiteSpace(description))
        {
            _text.Append("# HELP ").Append(name).Append(' ');
            Escape(description, quote: false);
            _text.Append('\n');
        }
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>Writes a value.</summary>
    /// <param name="name">Of the metric, with the ending of a histogram's part.</param>
    /// <param name="labels">In their order.</param>
    /// <param name="value">Any, also infinite or not a number.</param>
    /// <param name="bound">Upper bound of a bucket, or null.</param>
    public void Sample(string name, IReadOnlyList<KeyValuePair<string, string>> labels, double value, double? bound = null)
    {
        _text.Append(name);
        if (labels.Count > 0 || bound is not null)
        {
            var mark = '{';
            foreach (var (key, text) in labels) Label(ref mark, key, text);
            if (bound is { } limit) Label(ref mark, "le", Number(limit));
            _text.Append('}');
        }
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>The labels of tags: names in Prometheus' alphabet, in ordinal order; values of one name joined by a semicolon.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Labels(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            var name = PrometheusName.OfLabel(key);
            var text = TextOf(value);
            labels[name] = labels.TryGetValue(name, out var other) ? $"{other};{text}" : text;
        }
        return [.. labels];
    }

    private static string TextOf(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : double.IsNaN(value) ? "NaN"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private void Label(ref char mark, string name, string value)
    {
        _text.Append(mark).Append(name).Append("=\"");
        Escape(value, quote: true);
        _text.Append('"');
        mark = ',';
    }

    private void Escape(string text, bool quote)
    {
        foreach (var c in text)
        {
            if (c == '\\') _text.Append(@"\\");
            else if (c == '\n') _text.Append(@"\n");
            else if (c == '"' && quote) _text.Append("\\\"");
            else _text.Append(c);
        }
    }
}
