using Rvos.Video.Rle;

namespace Rvos.Video.Layouts.Mots;

/// <summary>The objects of one frame: ids differ, masks have one size and share no pixel.</summary>
public sealed class MotsFrame
{
    /// <summary>Most objects of a frame: labels up to 999 in two classes, and the ignored regions.</summary>
    public const int MaxObjects = 2_000;

    private MotsFrame(int index, IReadOnlyList<MotsObject> objects, DisjointMasks masks) => (Index, Objects, Masks) = (index, objects, masks);

    /// <summary>Number of the frame, from 0.</summary>
    public int Index { get; }

    /// <summary>Objects, ignored regions among them, in the order of the file.</summary>
    public IReadOnlyList<MotsObject> Objects { get; }

    /// <summary>Masks of <see cref="Objects"/>, by the same indices.</summary>
    public DisjointMasks Masks { get; }

    /// <summary>Checks objects and makes a frame of them.</summary>
    /// <param name="index">Number of the frame, from 0.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="where">What the message of an error begins with.</param>
    /// <exception cref="LayoutException">An id comes twice, sizes differ, masks overlap or there are too many; the message names the ids.</exception>
    public static MotsFrame Create(int index, IReadOnlyList<MotsObject> objects, string where)
    {
        if (objects.Count > MaxObjects) throw new LayoutException($"{where}: {objects.Count} objects, at most {MaxObjects} are taken");
        var ids = new HashSet<int>();
        foreach (var item in objects)
        {
            if (!ids.Add(item.TrackId)) throw new LayoutException($"{where}: id {item.TrackId} comes twice");
            var (mask, first) = (item.Mask, objects[0].Mask);
            if (mask.Width != first.Width || mask.Height != first.Height)
                throw new LayoutException($"{where}: the mask of id {item.TrackId} is {mask.Width}x{mask.Height}, that of id {objects[0].TrackId} {first.Width}x{first.Height}");
        }

        var masks = DisjointMasks.TryCreate(objects.Select(o => o.Mask).ToArray(), out var overlap)
            ?? throw new LayoutException($"{where}: the masks of ids {objects[overlap.First].TrackId} and {objects[overlap.Second].TrackId} overlap");
        return new MotsFrame(index, objects, masks);
    }
}
