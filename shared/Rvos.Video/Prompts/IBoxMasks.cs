using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Video.Prompts;

/// <summary>Finds the objects that boxes show, by what the frame shows. Thread-safe; the same input gives the same bytes.</summary>
public interface IBoxMasks
{
    /// <summary>
    /// Finds the mask of each object within its box. What was given exactly stays as it is; of two boxes the mask of the later one lies over the earlier's. Every
    /// object has at least one pixel: where others lie over all that was found of it, it has what is left of its box.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="given">Labels that were given exactly, at the frame's size; null for none.</param>
    /// <param name="boxes">The boxes, in the order in which they were given.</param>
    /// <param name="cancellation">Stops between two boxes.</param>
    /// <exception cref="PromptFormatException">A box ends outside the frame, or others cover all of it.</exception>
    FoundMasks Find(RgbImage frame, LabelMask? given, IReadOnlyList<ObjectBox> boxes, CancellationToken cancellation = default);
}
