namespace Rvos.Contracts.Jobs;

/// <summary>Masks that were given for a frame.</summary>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="Blob">Name of the blob: an indexed PNG of the video's size, labels are object ids.</param>
public sealed record JobPrompt(int Frame, string Blob)
{
    /// <summary>Ids of the objects that it shows, ascending.</summary>
    public IReadOnlyList<int> Objects { get; init; } = [];

    /// <summary>Boxes in which objects are found when the frame is decoded, which then writes <see cref="Blob"/>, once; empty where the blob was given as it is.</summary>
    public IReadOnlyList<JobBox> Boxes { get; init; } = [];

    /// <summary>Name of the blob of what was given beside the boxes, like <see cref="Blob"/>; null for nothing, or without boxes.</summary>
    public string? Given { get; init; }
}
