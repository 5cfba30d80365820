namespace Rvos.Training.Runs;

/// <summary>Named configurations that come with the program: <c>services/training/presets/NAME.json</c>.</summary>
public static class Presets
{
    private const string Prefix = "preset.", Suffix = ".json";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = typeof(Presets).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The text of a preset.</summary>
    /// <exception cref="ArgumentException">There is no such preset; the message lists those there are.</exception>
    public static string Text(string name)
    {
        using var stream = typeof(Presets).Assembly.GetManifestResourceStream(Prefix + name + Suffix)
            ?? throw new ArgumentException($"there is no preset '{name}'; there are {string.Join(", ", Names)}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
