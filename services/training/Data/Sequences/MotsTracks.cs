using Rvos.Video.Layouts;
using Rvos.Video.Layouts.Mots;
using Rvos.Video.Masks;

namespace Rvos.Training.Data.Sequences;

/// <summary>The objects of a KITTI-MOTS sequence under running numbers: 1, 2, … in the order in which their ids first appear, within a frame row by row (RVOS-MOTS's
/// annotations_to_instances_mots). Safe for several threads.</summary>
internal sealed class MotsTracks(string root, string name, int frames, IReadOnlyList<MotsClass> classes, bool leaveOutIgnored)
{
    private const int MaxNumber = 254;

    private readonly Lock gate = new();
    private IMotsReader? reader;
    private Dictionary<int, byte>? numbers;

    /// <summary>The numbers of all ids; reads the whole sequence at the first call.</summary>
    internal IReadOnlyDictionary<int, byte> Numbers
    {
        get
        {
            lock (gate) return numbers ??= Number();
        }
    }

    /// <summary>Labels of a frame.</summary>
    internal LabelMask Read(int frame)
    {
        lock (gate)
        {
            numbers ??= Number();
            var read = Reader().Read(frame);
            if (read.Objects.Count == 0) return new LabelMask(1, 1, [0]);
            var (width, height) = (read.Objects[0].Mask.Width, read.Objects[0].Mask.Height);
            var labels = new byte[width * height];
            foreach (var item in read.Objects)
                if (LabelOf(item) is var label and > 0) item.Mask.Paint(labels, label);
            return new LabelMask(width, height, labels);
        }
    }

    private byte LabelOf(MotsObject item) => item.Class == MotsClass.Ignore
        ? leaveOutIgnored ? Clip.Ignored : (byte)0
        : numbers!.GetValueOrDefault(item.TrackId);

    private Dictionary<int, byte> Number()
    {
        var known = new Dictionary<int, byte>();
        for (var frame = 0; frame < frames; frame++)
        {
            var fresh = Reader().Read(frame).Objects.Where(o => o.Class != MotsClass.Ignore && classes.Contains(o.Class) && !known.ContainsKey(o.TrackId) && o.Mask.Area > 0);
            foreach (var item in fresh.OrderBy(FirstPixel))
            {
                if (known.Count == MaxNumber) throw new LayoutException($"{root}: sequence {name} has more than {MaxNumber} objects");
                known.Add(item.TrackId, (byte)(known.Count + 1));
            }
        }

        return known;
    }

    private static int FirstPixel(MotsObject item)
    {
        var labels = new byte[item.Mask.Width * item.Mask.Height];
        item.Mask.Paint(labels, 1);
        return Array.IndexOf(labels, (byte)1);
    }

    private IMotsReader Reader() => reader ??= MotsSequences.Open(root, name, Directory.Exists(Path.Combine(root, name)) ? null : frames);
}
