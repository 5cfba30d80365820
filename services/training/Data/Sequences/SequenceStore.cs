using Rvos.Video.Decoding;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Training.Data.Sequences;

/// <summary>Decodes frames of sequences when clips want them, scaled to at most 480 columns, and keeps the last ones within a limit of memory. What is kept changes
/// no clip, only how long it takes. Safe for several threads.</summary>
public sealed class SequenceStore
{
    private const int HeldWidth = 480, TypicalBytes = HeldWidth * 270 * 4;

    private readonly Lock gate = new();
    private readonly Dictionary<(int Sequence, int Frame), LinkedListNode<((int Sequence, int Frame) Key, Still Still)>> held = [];
    private readonly LinkedList<((int Sequence, int Frame) Key, Still Still)> order = new();
    private readonly Lock[] loading;
    private readonly long limit;
    private readonly bool wholeSequences;
    private long bytes;

    /// <summary>A store of sequences.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="limit">Bytes of decoded frames to keep.</param>
    public SequenceStore(IReadOnlyList<AnnotatedSequence> sequences, long limit)
    {
        (Sequences, this.limit) = (sequences, limit);
        loading = sequences.Select(_ => new Lock()).ToArray();
        // Everything fits: then a sequence is decoded in one go when it is first touched.
        wholeSequences = sequences.Sum(s => (long)s.Frames.Count) * TypicalBytes <= limit;
    }

    /// <summary>The sequences.</summary>
    public IReadOnlyList<AnnotatedSequence> Sequences { get; }

    /// <summary>Frames of a sequence, in the order asked for.</summary>
    /// <exception cref="Rvos.Video.Ffmpeg.VideoFormatException">A picture is missing or damaged.</exception>
    public Still[] Load(int sequence, IReadOnlyList<int> frames)
    {
        lock (loading[sequence])
        {
            var got = new Dictionary<int, Still>();
            foreach (var frame in frames.Distinct())
                if (Find((sequence, frame)) is { } still) got[frame] = still;
            if (got.Count < frames.Distinct().Count())
            {
                var missing = wholeSequences ? Enumerable.Range(0, Sequences[sequence].Frames.Count).ToArray() : frames.Distinct().Where(f => !got.ContainsKey(f)).ToArray();
                foreach (var (frame, still) in missing.Zip(Decode(Sequences[sequence], missing)))
                {
                    got[frame] = still;
                    Keep((sequence, frame), still);
                }
            }

            return frames.Select(f => got[f]).ToArray();
        }
    }

    private static Still[] Decode(AnnotatedSequence sequence, int[] frames)
    {
        var pictures = StillLibraryLoader.Collect(ImageLoader.LoadManyAsync(frames.Select(f => sequence.Frames[f].Image)));
        return frames.Select((f, i) => Scaled(pictures[i], sequence.Frames[f].ReadMask())).ToArray();
    }

    private static Still Scaled(RgbImage image, LabelMask mask)
    {
        var scale = Math.Min(1, (double)HeldWidth / image.Width);
        var (width, height) = ((int)Math.Round(image.Width * scale), (int)Math.Round(image.Height * scale));
        var rgb = new byte[width * height * 3];
        new PilResizer(image.Width, image.Height, width, height).Bilinear(image.Rgb, rgb);
        var labels = new PilResizer(mask.Width, mask.Height, width, height).Nearest(mask.Labels);
        return new Still(width, height, rgb, labels, labels.Distinct().Where(l => l is not (0 or Clip.Ignored)).Order().ToArray());
    }

    private Still? Find((int, int) key)
    {
        lock (gate)
        {
            if (!held.TryGetValue(key, out var node)) return null;
            order.Remove(node);
            order.AddFirst(node);
            return node.Value.Still;
        }
    }

    private void Keep((int, int) key, Still still)
    {
        lock (gate)
        {
            if (held.ContainsKey(key)) return;
            held[key] = order.AddFirst((key, still));
            bytes += SizeOf(still);
            while (bytes > limit && order.Last is { } last && last.Value.Key != key)
            {
                order.RemoveLast();
                held.Remove(last.Value.Key);
                bytes -= SizeOf(last.Value.Still);
            }
        }
    }

    private static long SizeOf(Still still) => still.Rgb.Length + still.Labels!.Length;
}
