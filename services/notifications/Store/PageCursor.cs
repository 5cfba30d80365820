using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Rvos.Notifications.Store;

/// <summary>A place in a list that is ordered by time and id: after the one with these. Opaque to the user.</summary>
internal sealed record PageCursor(long CreatedAt, string Id)
{
    internal string Text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}:{Id}")));

    internal static PageCursor? TryParse(string text)
    {
        if (text.Length > 200 || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(':', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var created) ? new PageCursor(created, parts[1]) : null;
    }
}
