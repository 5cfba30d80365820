using System.Text.Json;

namespace Rvos.Contracts.Http;

/// <summary>COCO run lengths of a mask.</summary>
public sealed record RleRequest
{
    /// <summary>Rows and columns.</summary>
    public required IReadOnlyList<int> Size { get; init; }

    /// <summary>The compressed string, or the list of whole numbers that it stands for: runs of zeros and ones in turn, zeros first, column by column.</summary>
    public required JsonElement Counts { get; init; }
}
