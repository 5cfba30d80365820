namespace Rvos.Cli.Commands;

/// <summary>Values of <c>--label</c>.</summary>
internal static class LabelOption
{
    /// <summary>Parses NAME=VALUE, several times.</summary>
    /// <exception cref="ArgumentException">It is not that, or a name is there twice.</exception>
    internal static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> values)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in values)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || text.AsSpan(0, equals).Contains(':')) throw new ArgumentException($"--label '{text}': NAME=VALUE expected, for example camera=north");
            if (!labels.TryAdd(text[..equals], text[(equals + 1)..])) throw new ArgumentException($"--label '{text}': '{text[..equals]}' is given twice");
        }

        return labels;
    }
}
