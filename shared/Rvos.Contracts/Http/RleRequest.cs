namespace Rvos.Contracts.Http;

/// <summary>COCO run lengths of a mask.</summary>
public sealed record RleRequest
{
    /// <summary>Rows and columns.</summary>
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>The compressed string.</summary>
    public required string Counts { get; init; }
}
