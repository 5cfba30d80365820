namespace Rvos.Hosting;

/// <summary>Ids of things: a prefix that tells the kind, an underscore, and a UUID of version 7 (RFC 9562), so that they sort by time.</summary>
public static class Identifier
{
    /// <summary>A new id, such as <c>job_0199c2f0a1b27c3d8e4f5a6b7c8d9e0f</c>.</summary>
    /// <param name="prefix">Of the kind: lower-case letters.</param>
    /// <param name="now">The time it carries, in milliseconds.</param>
    /// <exception cref="ArgumentException">The prefix is empty or has other characters.</exception>
    public static string New(string prefix, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(prefix) || !prefix.All(char.IsAsciiLetterLower)) throw new ArgumentException("the prefix of an id is lower-case letters", nameof(prefix));
        return $"{prefix}_{Guid.CreateVersion7(now):n}";
    }
}
