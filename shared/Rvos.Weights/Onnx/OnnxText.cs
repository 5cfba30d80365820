using System.Globalization;
using System.Text;

namespace Rvos.Weights;

/// <summary>Text of ONNX files in messages: a file's author chooses names and lists, so that both are kept short and on one line.</summary>
internal static class OnnxText
{
    private const int MostCharacters = 64, MostNames = 3, MostNumbers = 8;

    /// <summary>A name in quotes: at most 64 characters of it, those that do not print escaped.</summary>
    internal static string Quote(string name) => $"'{Short(name)}'";

    /// <summary>At most three names in quotes.</summary>
    internal static string Quote(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(MostNames).Select(Quote)) + More(names.Count - MostNames);

    /// <summary>At most three names without quotes, such as kinds of nodes.</summary>
    internal static string List(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(MostNames).Select(Short)) + More(names.Count - MostNames);

    /// <summary>At most eight numbers.</summary>
    internal static string Numbers(IReadOnlyCollection<long> numbers) =>
        string.Join(", ", numbers.Take(MostNumbers).Select(n => n.ToString(CultureInfo.InvariantCulture))) + More(numbers.Count - MostNumbers);

    private static string More(int left) => left > 0 ? $" and {left} more" : "";

    private static string Short(string name)
    {
        var text = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (text.Length >= MostCharacters) return text.Append('…').ToString();
            // Formatting characters turn the direction of what follows; both kinds of line ends are among the others.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            else text.Append(rune);
        }

        return text.ToString();
    }
}
