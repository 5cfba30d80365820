namespace Rvos.Contracts.Jobs;

/// <summary>Masks that were given for a frame.</summary>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="Blob">Name of the blob: an indexed PNG of the video's size, labels are object ids.</param>
public sealed record JobPrompt(int Frame, string Blob)
{
    /// <summary>Ids of the objects that it shows, ascending.</summary>
    public IReadOnlyList<int> Objects { get; init; } = [];
}
