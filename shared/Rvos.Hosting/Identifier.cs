using System.Buffers;

namespace Rvos.Hosting;

/// <summary>Ids of things in the API: a word for the kind, then a UUID of version 7, so that they sort by time.</summary>
public static class Identifier
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A new id, such as <c>job_0190…</c>.</summary>
    /// <param name="kind">A lower-case word.</param>
    /// <param name="now">The time that it carries.</param>
    public static string New(string kind, DateTimeOffset now) => $"{kind}_{Guid.CreateVersion7(now):N}";

    /// <summary>
    /// Whether a text from outside looks like an id of a kind. What does not is no id of anything, and better not asked for:
    /// PostgreSQL fails at texts with a NUL.
    /// </summary>
    /// <param name="kind">A lower-case word.</param>
    /// <param name="text">The text.</param>
    public static bool IsWellFormed(string kind, string? text) =>
        text is not null && text.Length == kind.Length + 33 && text.StartsWith(kind, StringComparison.Ordinal) && text[kind.Length] == '_' &&
        text.AsSpan(kind.Length + 1).IndexOfAnyExcept(HexDigits) < 0;
}
