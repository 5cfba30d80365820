using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Rvos.Hosting.Http;

/// <summary>A place in a list that is ordered by time and id: behind the one with these. Opaque to the user.</summary>
/// <param name="CreatedAt">Milliseconds since 1970, 0 or more.</param>
/// <param name="Id">One or more characters, none of them a control character.</param>
public sealed record PageCursor(long CreatedAt, string Id)
{
    private const int MaximumLength = 200;

    /// <summary>As it travels.</summary>
    public string Text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}:{Id}")));

    /// <summary>Reads what <see cref="Text"/> wrote; null for anything else.</summary>
    /// <param name="text">Given by a user.</param>
    public static PageCursor? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaximumLength || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(':', 2);
        // A NUL, for one, is no text to PostgreSQL.
        if (parts.Length != 2 || parts[1].Length == 0 || parts[1].Any(char.IsControl)) return null;
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var created)) return null;
        var cursor = new PageCursor(created, parts[1]);
        // What is written otherwise was not written here: padding, white space, bytes that are no UTF-8.
        return cursor.Text == text ? cursor : null;
    }
}
