namespace Rvos.Contracts.Http;

/// <summary>A mask of all objects of a frame.</summary>
public sealed record MaskRequest
{
    /// <summary>Frame number from 0. Default: 0.</summary>
    public int Frame { get; init; }

    /// <summary>A PNG of the video's size in base64: values are object ids, 0 is background.</summary>
    public required byte[] Png { get; init; }
}
