using System.Globalization;

namespace Rvos.Video.Layouts.Mots;

/// <summary>The list of evaluated sequences that belongs to KITTI-MOTS: a line <c>sequence empty 000000 LAST</c> for each, LAST being the number of its last frame.</summary>
public static class SeqMap
{
    private const int MaxBytes = 1 << 20;
    private const int Columns = 4;
    private const int LastColumn = 3;

    /// <summary>Reads a seqmap. As in the published evaluators only the first and the last column count. A numeric name gets four digits; other names are
    /// taken as they are (the published tools know none).</summary>
    /// <exception cref="LayoutException">A line is damaged, or a sequence comes twice; the message names file and line.</exception>
    public static IReadOnlyList<SeqMapEntry> Read(string path)
    {
        if (!File.Exists(path)) throw new LayoutException($"{path}: there is no such seqmap");
        if (new FileInfo(path).Length > MaxBytes) throw new LayoutException($"{path}: more than {MaxBytes} bytes");
        var entries = new List<SeqMapEntry>();
        var (names, number) = (new HashSet<string>(), 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            entries.Add(Parse(line, $"{path}, line {number}"));
            if (!names.Add(entries[^1].Name)) throw new LayoutException($"{path}, line {number}: sequence {entries[^1].Name} comes twice");
        }

        return entries.Count > 0 ? entries : throw new LayoutException($"{path}: no sequence is listed");
    }

    private static SeqMapEntry Parse(string line, string where)
    {
        var columns = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < Columns) throw new LayoutException($"{where}: {columns.Length} columns, expected are 'sequence empty 000000 LAST'");
        var name = int.TryParse(columns[0], NumberStyles.None, CultureInfo.InvariantCulture, out var numeric) ? $"{numeric:D4}" : columns[0];
        if (!PlainName.Is(name)) throw new LayoutException($"{where}: '{name}' is no name of a sequence");
        if (!int.TryParse(columns[LastColumn], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last >= MotsSequences.MaxFrames)
            throw new LayoutException($"{where}: '{columns[LastColumn]}' is no last frame");
        return new SeqMapEntry(name, last + 1);
    }
}
