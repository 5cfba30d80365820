using Rvos.Training.Data.Sequences;

namespace Rvos.Training.Data;

/// <summary>Multi-object sequences to evaluate with, made of annotated ones: into each, tracked objects of others are pasted, moving as they do in their own. Masks are exact.</summary>
public sealed class Composites
{
    /// <summary>Rows and columns of the frames.</summary>
    public const int Height = 270, Width = 480;

    private const int Tries = 50;
    private const double LeastArea = 0.005;
    private const long CacheBytes = 256L << 20;

    private readonly SequenceStore store;

    /// <summary>Opens sequences.</summary>
    /// <param name="folder">Sequences in DAVIS layout.</param>
    /// <exception cref="InvalidDataException">There are not two of them, or the folder is not in that layout.</exception>
    public Composites(string folder)
    {
        store = new SequenceStore(new DataSet { Folder = folder, Layout = DataSetLayout.Davis }.Read(""), CacheBytes);
        if (store.Sequences.Count < 2) throw new InvalidDataException($"{folder}: two sequences at least are needed to put objects of one into another");
    }

    /// <summary>Sequences there are; each is the ground of one composite.</summary>
    public int Count => store.Sequences.Count;

    /// <summary>Makes the composite over a sequence; the same seed gives the same one.</summary>
    /// <param name="ground">Index of the sequence, from 0.</param>
    /// <param name="objects">Objects in all, from 2.</param>
    /// <param name="frames">Frames at most.</param>
    /// <param name="seed">Seed of all draws.</param>
    /// <returns>Names of the sequences joined by '+', and the frames with their labels.</returns>
    /// <exception cref="InvalidDataException">No draw left all objects visible in the first frame.</exception>
    public (string Name, Clip Clip) Make(int ground, int objects, int frames, int seed)
    {
        var random = new Random(ClipSeed.Of(ground, seed));
        var length = Math.Min(frames, store.Sequences[ground].Frames.Count);
        var request = new ClipRequest(length, Height, Width, objects, 1);
        var clip = ResizedClip.Make(Load(ground, length), request, Augmentation.None, LeastArea, random);
        var name = store.Sequences[ground].Name;
        var used = new HashSet<int> { ground };
        for (var n = 0; n < Tries && clip is not null && clip.ObjectCount < objects; n++)
        {
            var other = random.Next(Count);
            if (used.Contains(other) && used.Count < Count) continue;
            var from = Load(other, length);
            if (from[0].Objects.Count == 0) continue;
            if (TrackedObject.Paste(clip, from, from[0].Objects[random.Next(from[0].Objects.Count)], objects, LeastArea, random) is not { } pasted) continue;
            (clip, name) = (pasted, $"{name}+{store.Sequences[other].Name}");
            used.Add(other);
        }

        return clip is not null && clip.ObjectCount == objects ? (name, clip)
            : throw new InvalidDataException($"{store.Sequences[ground].Name}: no draw left {objects} objects visible in its first frame");
    }

    // A sequence that is too short runs back from its end.
    private Still[] Load(int sequence, int length)
    {
        var count = store.Sequences[sequence].Frames.Count;
        return store.Load(sequence, Enumerable.Range(0, length).Select(t => count == 1 ? 0 : t % (2 * (count - 1))).Select(t => t < count ? t : 2 * (count - 1) - t).ToArray());
    }
}
