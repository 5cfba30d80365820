using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>A place in the list of jobs: behind the one with this time and id. Opaque to the user.</summary>
/// <param name="CreatedAt">Milliseconds since 1970.</param>
/// <param name="Id">Of the job.</param>
internal sealed record JobCursor(long CreatedAt, string Id)
{
    private const int MaximumLength = 200;

    /// <summary>As it travels.</summary>
    internal string Text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt}:{Id}")));

    /// <summary>Reads what <see cref="Text"/> wrote; null for anything else.</summary>
    internal static JobCursor? TryParse(string text)
    {
        if (text.Length is 0 or > MaximumLength || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(':', 2);
        return parts.Length == 2 && !parts[1].Contains('\0') && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var created)
            ? new JobCursor(created, parts[1])
            : null;
    }
}
