namespace Rvos.Hosting;

/// <summary>Ids of things in the API: a word for the kind, then a UUID of version 7, so that they sort by time.</summary>
public static class Identifier
{
    /// <summary>A new id, such as <c>job_0190…</c>.</summary>
    /// <param name="kind">A lower-case word.</param>
    /// <param name="now">The time that it carries.</param>
    public static string New(string kind, DateTimeOffset now) => $"{kind}_{Guid.CreateVersion7(now):N}";
}
