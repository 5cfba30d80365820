using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Rvos.Ingestion.Videos;

/// <summary>A place in the list of videos: behind the one with this time and id. Opaque to the user.</summary>
/// <param name="CreatedAt">Milliseconds since 1970.</param>
/// <param name="Id">Of the video.</param>
public sealed record VideoCursor(long CreatedAt, string Id)
{
    private const int MaximumLength = 200;

    /// <summary>As it travels.</summary>
    public string Text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}:{Id}")));

    /// <summary>Reads what <see cref="Text"/> wrote; null for anything else.</summary>
    /// <param name="text">Given by a user.</param>
    public static VideoCursor? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaximumLength || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(':', 2);
        // A NUL is no text to PostgreSQL.
        return parts.Length == 2 && !parts[1].Contains('\0') && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var created)
            ? new VideoCursor(created, parts[1])
            : null;
    }
}
