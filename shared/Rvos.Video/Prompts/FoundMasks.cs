using Rvos.Video.Masks;

namespace Rvos.Video.Prompts;

/// <summary>Masks that were found in boxes.</summary>
/// <param name="Mask">The given labels, and the found ones where none was given.</param>
/// <param name="Filled">Boxes in which no object was found, in their order: they are masks as they are.</param>
public sealed record FoundMasks(LabelMask Mask, IReadOnlyList<FilledBox> Filled);
