using Rvos.Video.Decoding;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.Results.Prompts;

/// <summary>What a user gave of objects, by frame: masks, whose labels are object ids, and boxes, whose masks are found when their frame is there.</summary>
/// <param name="finder">Finds masks in boxes; null where there are none.</param>
public sealed class PromptSet(IBoxMasks? finder = null)
{
    private readonly SortedDictionary<int, LabelMask?> masks = [];
    private readonly Dictionary<int, List<ObjectBox>> boxes = [];
    private readonly List<(int Frame, FilledBox Box)> filled = [];

    /// <summary>Frames for which something was given, in order.</summary>
    public IReadOnlyCollection<int> Frames => masks.Keys;

    /// <summary>Ids of all objects, ascending.</summary>
    public IReadOnlyList<int> ObjectIds =>
        masks.Values.SelectMany(m => m is null ? [] : m.Labels.Distinct()).Where(l => l != 0).Concat(boxes.Values.SelectMany(b => b).Select(b => b.Label)).Select(l => (int)l).Distinct().Order().ToArray();

    /// <summary>Boxes so far in which no object was found: they are masks as they are.</summary>
    public IReadOnlyList<(int Frame, FilledBox Box)> Filled => filled;

    /// <summary>Adds objects in a frame; labels of a later mask for the same frame lie over earlier ones.</summary>
    /// <exception cref="ArgumentException">A negative frame, no object in the mask, or a mask of another size for the same frame.</exception>
    public void Add(int frame, LabelMask mask)
    {
        if (frame < 0) throw new ArgumentException($"frame {frame} is negative", nameof(frame));
        if (mask.Labels.All(l => l == 0)) throw new ArgumentException($"the mask for frame {frame} shows no object", nameof(mask));
        if (!masks.TryGetValue(frame, out var before) || before is null)
        {
            masks[frame] = mask;
            return;
        }

        if (before.Width != mask.Width || before.Height != mask.Height)
            throw new ArgumentException($"two masks for frame {frame} have different sizes: {before.Width}x{before.Height} and {mask.Width}x{mask.Height}", nameof(mask));
        masks[frame] = new LabelMask(mask.Width, mask.Height, mask.Labels.Select((l, i) => l != 0 ? l : before.Labels[i]).ToArray());
    }

    /// <summary>Adds an object whose mask is to be found in a box; masks that are given for the frame lie over it.</summary>
    /// <exception cref="ArgumentException">A negative frame.</exception>
    /// <exception cref="InvalidOperationException">Nothing finds masks in boxes here.</exception>
    public void Add(int frame, ObjectBox box)
    {
        if (frame < 0) throw new ArgumentException($"frame {frame} is negative", nameof(frame));
        if (finder is null) throw new InvalidOperationException("boxes need something that finds masks in them");
        masks.TryAdd(frame, null);
        if (!boxes.TryGetValue(frame, out var all)) boxes[frame] = all = [];
        all.Add(box);
    }

    /// <summary>The mask that was given for a frame, without what boxes show; null when there is none.</summary>
    public LabelMask? At(int frame) => masks.GetValueOrDefault(frame);

    /// <summary>The mask of a frame that is there, with what boxes show; null when nothing was given for it.</summary>
    /// <exception cref="PromptFormatException">A box ends outside the frame, or is covered by others.</exception>
    public LabelMask? At(VideoFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!boxes.TryGetValue(frame.Index, out var shown)) return At(frame.Index);
        var found = finder!.Find(frame.AsImage(), At(frame.Index), shown);
        filled.AddRange(found.Filled.Select(box => (frame.Index, box)));
        return found.Mask;
    }
}
