using System.Globalization;

namespace Rvos.Training.Runs;

/// <summary>A CSV file whose lines start with a step. On opening, lines after the step at which a run goes on, and a last line that was cut off, are dropped.</summary>
internal sealed class CsvLog : IDisposable
{
    private readonly StreamWriter file;

    internal CsvLog(string path, string header, long steps)
    {
        var kept = File.Exists(path) ? Kept(File.ReadAllText(path), steps) : [];
        var temporary = path + ".new";
        File.WriteAllLines(temporary, kept.Prepend(header));
        File.Move(temporary, path, overwrite: true);
        file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    internal void Write(params ReadOnlySpan<string> values) => file.WriteLine(string.Join(',', values));

    public void Dispose() => file.Dispose();

    /// <summary>The rows of a file as numbers; what is no number is NaN.</summary>
    internal static IReadOnlyList<double[]> Read(string path) => !File.Exists(path) ? []
        : File.ReadAllLines(path).Skip(1).Where(l => l.Length > 0)
            .Select(l => l.Split(',').Select(v => double.TryParse(v, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray()).ToArray();

    private static string[] Kept(string text, long steps)
    {
        var whole = text.LastIndexOf('\n') is var end && end < 0 ? "" : text[..end];
        return whole.Split('\n').Skip(1).Select(l => l.TrimEnd('\r'))
            .Where(l => long.TryParse(l.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step <= steps).ToArray();
    }
}
