using System.Globalization;
using System.Text;

namespace Rvos.Video.Files;

/// <summary>
/// Canonical equivalence of names (Unicode Standard Annex 15): "é" as one character or as "e" and an accent, as macOS stores it. Done here, since the programs run
/// without ICU, and the framework leaves text as it is then.
/// </summary>
public static class UnicodeNames
{
    private const int HangulBase = 0xAC00, HangulCount = 11172, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7, Vowels = 21, Tails = 28;

    private static readonly Lazy<(Dictionary<int, int[]> Parts, Dictionary<int, int> Classes)> Tables = new(Load);

    /// <summary>Whether two names are canonically equivalent.</summary>
    public static bool AreSame(string a, string b) => string.Equals(Key(a), Key(b), StringComparison.Ordinal);

    /// <summary>The same text for all names that are canonically equivalent: the name fully decomposed, its marks in canonical order (NFD).</summary>
    public static string Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Ascii.IsValid(name)) return name;
        var (parts, classes) = Tables.Value;
        var points = new List<(int Point, int Class)>(name.Length * 2);
        foreach (var rune in name.EnumerateRunes())
            foreach (var part in Decompose(rune.Value, parts)) points.Add((part, classes.GetValueOrDefault(part)));
        // A stable sort of each run of marks.
        for (var i = 1; i < points.Count; i++)
            for (var at = i; at > 0 && points[at].Class != 0 && points[at - 1].Class > points[at].Class; at--) (points[at - 1], points[at]) = (points[at], points[at - 1]);
        var text = new StringBuilder(points.Count);
        foreach (var (point, _) in points) text.Append(new Rune(point).ToString());
        return text.ToString();
    }

    private static int[] Decompose(int point, Dictionary<int, int[]> parts)
    {
        if (point - HangulBase is not (>= 0 and < HangulCount and var syllable)) return parts.TryGetValue(point, out var found) ? found : [point];
        int lead = LeadBase + syllable / (Vowels * Tails), vowel = VowelBase + syllable % (Vowels * Tails) / Tails, tail = TailBase + syllable % Tails;
        return tail == TailBase ? [lead, vowel] : [lead, vowel, tail];
    }

    // A line "E9=65 301" is a full canonical decomposition, "301:230" a canonical combining class; from the Unicode Character Database.
    private static (Dictionary<int, int[]>, Dictionary<int, int>) Load()
    {
        var (parts, classes) = (new Dictionary<int, int[]>(), new Dictionary<int, int>());
        using var reader = new StreamReader(typeof(UnicodeNames).Assembly.GetManifestResourceStream("decompositions.txt")!);
        while (reader.ReadLine() is { } line)
        {
            var place = line.AsSpan().IndexOfAny('=', ':');
            var point = int.Parse(line.AsSpan(0, place), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (line[place] == ':') classes[point] = int.Parse(line.AsSpan(place + 1), CultureInfo.InvariantCulture);
            else parts[point] = Array.ConvertAll(line[(place + 1)..].Split(' '), p => int.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        return (parts, classes);
    }
}
