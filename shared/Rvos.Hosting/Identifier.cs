using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Rvos.Hosting;

/// <summary>Ids of things in the API: a word for the kind, then a UUID of version 7, so that they sort by time.</summary>
public static class Identifier
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A new id, such as <c>job_0190…</c>.</summary>
    /// <param name="kind">A lower-case word.</param>
    /// <param name="now">The time that it carries.</param>
    public static string New(string kind, DateTimeOffset now) => $"{kind}_{Guid.CreateVersion7(now):N}";

    /// <summary>The id of something that may have to be named again: the same for the same time and words, whoever asks, and as hard to meet by chance as a new one.</summary>
    /// <param name="kind">A lower-case word.</param>
    /// <param name="time">The time that it carries, in whole milliseconds.</param>
    /// <param name="what">What it is the id of, in words that nothing else has.</param>
    public static string Of(string kind, DateTimeOffset time, string what)
    {
        // RFC 9562, version 7: 48 bits of time; the 74 bits that are random in other ids come from a digest.
        Span<byte> id = stackalloc byte[16];
        Guid.CreateVersion7(time).TryWriteBytes(id, bigEndian: true, out _);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(what));
        for (var i = 6; i < id.Length; i++) id[i] = digest[i];
        id[6] = (byte)(0x70 | id[6] & 0x0f);
        id[8] = (byte)(0x80 | id[8] & 0x3f);
        return $"{kind}_{new Guid(id, bigEndian: true):N}";
    }

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
