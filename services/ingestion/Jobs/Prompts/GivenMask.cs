namespace Rvos.Ingestion.Jobs.Prompts;

/// <summary>Masks given for a frame, ready to be stored.</summary>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="Png">An indexed PNG of the video's size; labels are object ids.</param>
/// <param name="Objects">Ids that it shows, ascending.</param>
internal sealed record GivenMask(int Frame, byte[] Png, IReadOnlyList<int> Objects);
