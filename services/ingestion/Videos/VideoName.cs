namespace Rvos.Ingestion.Videos;

/// <summary>What a video may be called.</summary>
internal static class VideoName
{
    internal const int MaximumLength = 200;
    internal const string Default = "video";

    /// <summary>A name that can be shown, of whatever a client sends as a file's name: its last part, without control characters.</summary>
    internal static string Of(string? given)
    {
        if (given is null) return Default;
        var last = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        // Half of a surrogate pair is no text to PostgreSQL.
        var name = string.Concat(last.EnumerateRunes().Where(rune => !System.Text.Rune.IsControl(rune) && rune != System.Text.Rune.ReplacementChar).Take(MaximumLength / 2)).Trim();
        return name.Length == 0 ? Default : name;
    }
}
