namespace Rvos.Contracts.Http;

/// <summary>An upload, as its owner sees it.</summary>
public sealed record UploadResponse
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// <c>receiving</c> while bytes are missing, <c>received</c> while the video is being made of them, <c>completed</c>, or
    /// <c>failed</c> when they are no video that can be taken. A partial upload of a concatenation is <c>stored</c> once its bytes are
    /// there, and <c>joined</c> once a final upload has them.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Bytes in all; null while the client has not told.</summary>
    public required long? Length { get; init; }

    /// <summary>Bytes that have come.</summary>
    public required long Offset { get; init; }

    /// <summary>The video that it became; null unless completed.</summary>
    public string? VideoId { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public string? Error { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is forgotten; later with each piece that comes.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
