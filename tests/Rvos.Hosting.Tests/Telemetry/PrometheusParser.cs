using System.Globalization;
using System.Text;

namespace Rvos.Hosting.Tests.Telemetry;

/// <summary>Reads the text exposition format 0.0.4 strictly, after its specification and not after our writer.</summary>
public sealed class PrometheusParser
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped"];
    private readonly HashSet<string> _seen = [];
    private string _current = "";

    public Dictionary<string, string> TypeOf { get; } = [];

    public Dictionary<string, string> HelpOf { get; } = [];

    public List<(string Name, SortedDictionary<string, string> Labels, double Value)> Samples { get; } = [];

    public static PrometheusParser Read(string text)
    {
        var parser = new PrometheusParser();
        if (!text.EndsWith('\n')) throw new FormatException("the last line has no end");
        foreach (var line in text[..^1].Split('\n')) parser.Line(line);
        parser.CheckHistograms();
        return parser;
    }

    public double Value(string name, params (string Key, string Value)[] labels) => Samples.Single(sample =>
        sample.Name == name && labels.All(label => sample.Labels.TryGetValue(label.Key, out var value) && value == label.Value)).Value;

    private void Line(string line)
    {
        if (line.StartsWith("# HELP ", StringComparison.Ordinal)) Help(line[7..]);
        else if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) Type(line[7..]);
        else if (!line.StartsWith('#') && line.Length > 0) Sample(line);
    }

    private void Help(string rest)
    {
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        if (!HelpOf.TryAdd(rest[..space], Unescape(rest[(space + 1)..], quoted: false))) throw new FormatException($"a second HELP: {rest}");
    }

    private void Type(string rest)
    {
        var parts = rest.Split(' ');
        if (parts.Length != 2 || !Types.Contains(parts[1])) throw new FormatException($"bad TYPE: {rest}");
        if (!TypeOf.TryAdd(parts[0], parts[1])) throw new FormatException($"a second TYPE: {rest}");
        _current = parts[0];
    }

    private void Sample(string line)
    {
        var i = 0;
        while (i < line.Length && (char.IsAsciiLetterOrDigit(line[i]) || line[i] is '_' or ':')) i++;
        var name = line[..i];
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) throw new FormatException($"bad name: {line}");
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (line[i] == '{') i = Labels(line, i + 1, labels);
        if (line[i] != ' ') throw new FormatException($"no space before the value: {line}");
        var allowed = TypeOf[_current] == "histogram" ? new[] { _current + "_bucket", _current + "_sum", _current + "_count" } : [_current];
        if (!allowed.Contains(name)) throw new FormatException($"{name} stands among the samples of {_current}");
        var key = name + string.Join(",", labels.Select(label => $"{label.Key}={label.Value}"));
        if (!_seen.Add(key)) throw new FormatException($"twice: {line}");
        Samples.Add((name, labels, Number(line[(i + 1)..])));
    }

    private static int Labels(string line, int i, SortedDictionary<string, string> labels)
    {
        while (line[i] != '}')
        {
            var equals = line.IndexOf('=', i);
            var name = line[i..equals];
            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) throw new FormatException($"bad label: {line}");
            if (line[equals + 1] != '"') throw new FormatException($"no quote: {line}");
            var end = equals + 2;
            while (line[end] != '"') end += line[end] == '\\' ? 2 : 1;
            labels.Add(name, Unescape(line[(equals + 2)..end], quoted: true));
            i = end + 1;
            if (line[i] == ',') i++;
            else if (line[i] != '}') throw new FormatException($"no comma: {line}");
        }
        return i + 1;
    }

    private static string Unescape(string text, bool quoted)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }
            result.Append(text[++i] switch
            {
                '\\' => '\\',
                'n' => '\n',
                '"' when quoted => '"',
                var c => throw new FormatException($"unknown escape \\{c}"),
            });
        }
        return result.ToString();
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private void CheckHistograms()
    {
        foreach (var family in TypeOf.Where(type => type.Value == "histogram").Select(type => type.Key))
        {
            foreach (var series in Samples.Where(s => s.Name == family + "_bucket").GroupBy(s => string.Join(",", s.Labels.Where(l => l.Key != "le"))))
            {
                var bounds = series.Select(s => Number(s.Labels["le"])).ToArray();
                var counts = series.Select(s => s.Value).ToArray();
                if (!bounds.SequenceEqual(bounds.Order()) || !double.IsPositiveInfinity(bounds[^1])) throw new FormatException($"bounds of {family}");
                if (!counts.SequenceEqual(counts.Order())) throw new FormatException($"{family} is not cumulative");
                var count = Samples.Single(s => s.Name == family + "_count" && string.Join(",", s.Labels) == series.Key).Value;
                if (count != counts[^1]) throw new FormatException($"count of {family}");
                if (Samples.Count(s => s.Name == family + "_sum" && string.Join(",", s.Labels) == series.Key) != 1) throw new FormatException($"sum of {family}");
            }
        }
    }
}
