using Rvos.Video.Masks;

namespace Rvos.Results.Prompts;

/// <summary>The masks that a user gave, by frame. Object ids are the labels of the masks.</summary>
public sealed class PromptSet
{
    private readonly SortedDictionary<int, LabelMask> masks = [];

    /// <summary>Frames with a mask, in order.</summary>
    public IReadOnlyCollection<int> Frames => masks.Keys;

    /// <summary>Ids of all objects, ascending.</summary>
    public IReadOnlyList<int> ObjectIds =>
        masks.Values.SelectMany(m => m.Labels.Distinct()).Where(l => l != 0).Select(l => (int)l).Distinct().Order().ToArray();

    /// <summary>Adds objects in a frame; labels of a later mask for the same frame lie over earlier ones.</summary>
    /// <exception cref="ArgumentException">A negative frame, no object in the mask, or a mask of another size for the same frame.</exception>
    public void Add(int frame, LabelMask mask)
    {
        if (frame < 0) throw new ArgumentException($"frame {frame} is negative", nameof(frame));
        if (mask.Labels.All(l => l == 0)) throw new ArgumentException($"the mask for frame {frame} shows no object", nameof(mask));
        if (!masks.TryGetValue(frame, out var before))
        {
            masks[frame] = mask;
            return;
        }

        if (before.Width != mask.Width || before.Height != mask.Height)
            throw new ArgumentException($"two masks for frame {frame} have different sizes: {before.Width}x{before.Height} and {mask.Width}x{mask.Height}", nameof(mask));
        masks[frame] = new LabelMask(mask.Width, mask.Height, mask.Labels.Select((l, i) => l != 0 ? l : before.Labels[i]).ToArray());
    }

    /// <summary>The mask of a frame, or null.</summary>
    public LabelMask? At(int frame) => masks.GetValueOrDefault(frame);
}
