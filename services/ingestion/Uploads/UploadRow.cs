namespace Rvos.Ingestion.Uploads;

/// <summary>A row of <c>uploads</c>. Times are milliseconds since 1970.</summary>
internal sealed record UploadRow
{
    /// <summary>What its ids begin with.</summary>
    internal const string Kind = "upl";

    /// <summary>The length of an upload whose client has not told it yet.</summary>
    internal const long Unknown = -1;

    internal const string Columns = """
        id as Id, tenant as Tenant, video_id as VideoId, state as State, length as Length, received as Received, parts as Parts, metadata as Metadata,
        error as Error, created_at as CreatedAt, expires_at as ExpiresAt, attempts as Attempts, concat as Concat
        """;

    public required string Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>Chosen at the start, so that a video is made once however often that is tried.</summary>
    public required string VideoId { get; init; }

    public required string State { get; init; }

    /// <summary>Bytes in all; <see cref="Unknown"/> until the client has told.</summary>
    public required long Length { get; init; }

    /// <summary>Bytes that count.</summary>
    public long Received { get; init; }

    public long Parts { get; init; }

    /// <summary>The header <c>Upload-Metadata</c> as it came.</summary>
    public required string Metadata { get; init; }

    public string? Error { get; init; }

    /// <summary>Attempts of the sweeper that failed.</summary>
    public long Attempts { get; init; }

    public required long CreatedAt { get; init; }

    public required long ExpiresAt { get; init; }

    /// <summary>Its part in a concatenation: see <see cref="UploadConcat"/>; null for none.</summary>
    public string? Concat { get; init; }

    internal bool IsDeferred => Length == Unknown;

    internal UploadConcat? Concatenation => UploadConcat.OfColumn(Concat);

    internal string Prefix => PrefixOf(Id);

    /// <summary>Where its bytes lie.</summary>
    internal IEnumerable<string> Prefixes => Concatenation is { IsPartial: false } final ? final.Partials.Select(PrefixOf) : [Prefix];

    internal DateTimeOffset Expires => DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAt);

    private static string PrefixOf(string id) => $"uploads/{id}/";
}
