using System.Globalization;
using System.Text.Json;
using Rvos.Video.Files;

namespace Rvos.Video.Layouts;

/// <summary>Lists of sequences, as data sets and tools have them, and the choice of these among all.</summary>
public static class SequenceList
{
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads what a user names: a file, or names between commas.</summary>
    /// <exception cref="LayoutException">The file is damaged, or lists nothing.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Of(string fileOrNames)
    {
        ArgumentNullException.ThrowIfNull(fileOrNames);
        if (File.Exists(fileOrNames)) return Read(fileOrNames);
        var names = fileOrNames.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 ? names : throw new LayoutException("no sequence is named");
    }

    /// <summary>Reads a file: a sequence a line (<c>ImageSets</c> of DAVIS-2017, seqmaps), a line for each picture and mask (DAVIS-2016), or JSON with <c>videos</c> (meta.json of YouTube-VOS).</summary>
    /// <exception cref="LayoutException">It lists nothing, or a name is none.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes) throw new LayoutException($"{path}: more than {MaxBytes} bytes");
        var text = File.ReadAllText(path);
        var names = (text.AsSpan().TrimStart().StartsWith('{') ? Videos(text, path) : text.Split('\n').Select(NameOf).OfType<string>()).Distinct().ToArray();
        if (names.FirstOrDefault(n => !PlainName.Is(n)) is { } wrong) throw new LayoutException($"{path}: '{wrong}' is no name of a sequence");
        return names.Length > 0 ? names : throw new LayoutException($"{path}: no sequence is listed");
    }

    /// <summary>Those of some items that are named, in the items' order.</summary>
    /// <param name="items">All of them.</param>
    /// <param name="name">An item's name.</param>
    /// <param name="names">Names that are wanted; null for all. A number stands for its four digits too, as in KITTI-MOTS.</param>
    /// <param name="place">Where the items are, for the message.</param>
    /// <exception cref="LayoutException">A name is none of an item's.</exception>
    public static T[] Choose<T>(IEnumerable<T> items, Func<T, string> name, IReadOnlyList<string>? names, string place)
    {
        var all = items.ToArray();
        if (names is null) return all;
        var known = all.Select(item => UnicodeNames.Key(name(item))).ToHashSet();
        var wanted = names.Select(n => (Name: n, Key: KeyOf(n, known))).ToArray();
        var missing = wanted.Where(w => !known.Contains(w.Key)).Select(w => w.Name).ToArray();
        if (missing.Length > 0) throw new LayoutException($"{place}: there is no sequence {string.Join(", ", missing.Take(5))}{(missing.Length > 5 ? $" and {missing.Length - 5} more" : "")} among its {all.Length}");
        var keys = wanted.Select(w => w.Key).ToHashSet();
        return all.Where(item => keys.Contains(UnicodeNames.Key(name(item)))).ToArray();
    }

    private static string KeyOf(string name, HashSet<string> known) =>
        UnicodeNames.Key(name) is var key && !known.Contains(key) && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? $"{number:D4}" : key;

    // "bear", "0002 empty 000000 000232", "/JPEGImages/480p/bear/00000.jpg /Annotations/480p/bear/00000.png".
    private static string? NameOf(string line)
    {
        line = line.Trim().TrimStart('\uFEFF');
        if (line.Length == 0 || line[0] == '#') return null;
        var word = line.Split((char[]?)null, 2)[0];
        var parts = word.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 1) return Path.HasExtension(parts[^1]) ? parts[^2] : parts[^1];
        return IsSeqMap(line) ? word : line;
    }

    // Names of folders may have blanks; a seqmap's line ends in two numbers.
    private static bool IsSeqMap(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [_, _, var first, var last] && first.All(char.IsAsciiDigit) && last.All(char.IsAsciiDigit);

    private static string[] Videos(string text, string path)
    {
        try
        {
            using var meta = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            return meta.RootElement.TryGetProperty("videos", out var videos) && videos.ValueKind == JsonValueKind.Object ? [.. videos.EnumerateObject().Select(v => v.Name)]
                : throw new LayoutException($"{path}: 'videos' is missing or of a wrong kind");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new LayoutException($"{path}: not JSON, or a name is no Unicode", error);
        }
    }
}
