namespace Rvos.Video.Decoding;

/// <summary>Orders names as people do: runs of digits by their value ("frame2" before "frame10"), the rest by character.</summary>
public sealed class NaturalNameComparer : IComparer<string>
{
    /// <summary>The one comparer.</summary>
    public static NaturalNameComparer Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        int left = 0, right = 0;
        while (left < x.Length && right < y.Length)
        {
            var order = char.IsAsciiDigit(x[left]) && char.IsAsciiDigit(y[right])
                ? string.CompareOrdinal(Number(x, ref left), Number(y, ref right))
                : x[left++].CompareTo(y[right++]);
            if (order != 0) return order;
        }
        var rest = (x.Length - left).CompareTo(y.Length - right);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    /// <summary>The digits without leading zeros, with their count in front: comparable as text, however long.</summary>
    private static string Number(string text, ref int at)
    {
        while (at < text.Length - 1 && text[at] == '0' && char.IsAsciiDigit(text[at + 1])) at++;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return (char)(at - start) + text[start..at];
    }
}
