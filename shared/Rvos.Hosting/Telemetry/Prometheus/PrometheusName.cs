using System.Text;

namespace Rvos.Hosting.Telemetry.Prometheus;

/// <summary>
/// Names of metrics and labels in Prometheus' alphabet, after OpenTelemetry's "Prometheus and OpenMetrics compatibility".
/// </summary>
internal static class PrometheusName
{
    private static readonly Dictionary<string, string> Units = new()
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["%"] = "percent",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["J"] = "joules",
        ["W"] = "watts",
        ["V"] = "volts",
        ["m"] = "meters",
    };

    private static readonly Dictionary<string, string> Rates = new() { ["s"] = "second", ["m"] = "minute", ["min"] = "minute", ["h"] = "hour", ["d"] = "day" };

    /// <summary>Of a metric: alphabet, unit and the ending of counters.</summary>
    public static string OfMetric(string name, string? unit, bool isCounter, bool isGauge)
    {
        var result = Clean(name, allowColon: true);
        if (isCounter && result.EndsWith("_total", StringComparison.Ordinal)) result = result[..^6];
        var suffix = unit == "1" ? isGauge ? "ratio" : "" : UnitOf(unit ?? "");
        if (suffix.Length > 0 && !EndsWith(result, suffix)) result = $"{result}_{suffix}";
        return isCounter ? result + "_total" : result;
    }

    /// <summary>Of a label.</summary>
    public static string OfLabel(string name) => Clean(name, allowColon: false);

    private static bool EndsWith(string name, string word) =>
        name.EndsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || name[^(word.Length + 1)] == '_');

    private static string UnitOf(string unit)
    {
        var parts = WithoutAnnotations(unit).Split('/', 2);
        var first = Word(parts[0], Units);
        if (parts.Length == 1 || Word(parts[1], Rates) is not { Length: > 0 } each) return first;
        return first.Length > 0 ? $"{first}_per_{each}" : $"per_{each}";
    }

    private static string Word(string unit, Dictionary<string, string> known) =>
        unit.Length == 0 ? "" : known.TryGetValue(unit, out var word) ? word : Clean(unit, allowColon: false).Trim('_');

    private static string WithoutAnnotations(string unit)
    {
        var text = new StringBuilder();
        var depth = 0;
        foreach (var c in unit)
        {
            if (c == '{') depth++;
            else if (c == '}' && depth > 0) depth--;
            else if (depth == 0) text.Append(c);
        }
        return text.ToString();
    }

    private static string Clean(string name, bool allowColon)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            var fits = char.IsAsciiLetterOrDigit(c) || (c == ':' && allowColon);
            if (fits && text.Length == 0 && char.IsAsciiDigit(c)) text.Append('_');
            if (fits) text.Append(c);
            else if (text.Length == 0 || text[^1] != '_') text.Append('_');
        }
        return text.Length == 0 ? "_" : text.ToString();
    }
}
