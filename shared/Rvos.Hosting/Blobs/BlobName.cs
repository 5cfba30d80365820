namespace Rvos.Hosting.Blobs;

/// <summary>
/// What a blob may be called: 1 to 240 characters, segments between slashes (<c>jobs/7/frames/000001</c>), each of ASCII letters,
/// digits, <c>.</c>, <c>_</c> and <c>-</c>, and not starting with a dot. So a name is a safe path and a safe URL as it is.
/// </summary>
public static class BlobName
{
    /// <summary>Most characters of a name.</summary>
    public const int MaximumLength = 240;

    /// <summary>Whether a text is a name.</summary>
    /// <param name="name">The text.</param>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaximumLength } && name.Split('/').All(IsSegment);

    /// <summary>Refuses what is not a name.</summary>
    /// <param name="name">The text.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void Check(string name)
    {
        if (!IsValid(name)) throw new ArgumentException($"not a blob name: '{Shown(name)}'", nameof(name));
    }

    /// <summary>Refuses what is not a prefix: segments each followed by a slash.</summary>
    /// <param name="prefix">The text.</param>
    /// <param name="mayBeEmpty">Whether the prefix of all names will do.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckPrefix(string prefix, bool mayBeEmpty)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length == 0 && mayBeEmpty) return;
        if (!prefix.EndsWith('/') || !IsValid(prefix[..^1]))
            throw new ArgumentException($"not a prefix of blob names, segments each followed by a slash: '{Shown(prefix)}'", nameof(prefix));
    }

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment[0] != '.' && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    // Names may come from a request: nothing long or unprintable goes on to a log.
    private static string Shown(string? name) =>
        name is null ? "null" : string.Concat(name.Take(80).Select(c => char.IsControl(c) ? '?' : c));
}
