using System.Globalization;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Video.Layouts;

/// <summary>KITTI-MOTS text: a line <c>frame id class height width rle</c> for each visible object, all ignored regions of a frame in one.
/// The file appears under its name when complete.</summary>
public sealed class MotsTextWriter : IResultWriter
{
    private readonly string path;
    private readonly StreamWriter file;
    private readonly MotsIds ids;

    /// <summary>Starts <c>ROOT/SEQ.txt</c>; official tools want sequences of four digits.</summary>
    /// <param name="root">Folder of the results; made when missing.</param>
    /// <param name="sequence">Name of the sequence.</param>
    /// <param name="classes">Class of each label.</param>
    /// <param name="otherwise">Class of labels that are not listed.</param>
    /// <exception cref="ArgumentException">The sequence is no plain name.</exception>
    public MotsTextWriter(string root, string sequence, IReadOnlyDictionary<byte, MotsClass>? classes = null, MotsClass otherwise = MotsClass.Car)
    {
        path = PlainName.Join(OutputFile.MakeFolder(root), sequence) + ".txt";
        file = new StreamWriter(OutputFile.Create(path + ".part"));
        ids = new MotsIds(classes, otherwise);
    }

    /// <inheritdoc/>
    public void Write(ResultFrame frame)
    {
        // Labels of one id become one label, so that an id never comes twice in a frame.
        var byId = frame.Objects().GroupBy(ids.IdOf).OrderBy(g => g.Key).ToArray();
        var codes = RleMask.Encode(Merge(frame.Mask, byId), byId.Select(g => g.First()).ToArray());
        for (var i = 0; i < byId.Length; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture,
                $"{frame.Index} {byId[i].Key} {(int)ids.ClassOf(byId[i].First())} {frame.Mask.Height} {frame.Mask.Width} {codes[i].ToCompressedString()}\n"));
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        file.Dispose();
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        File.Delete(path + ".part");
    }

    private static LabelMask Merge(LabelMask mask, IGrouping<int, byte>[] groups)
    {
        if (groups.All(g => g.Count() == 1)) return mask;
        var first = new byte[256];
        foreach (var group in groups)
            foreach (var label in group) first[label] = group.First();
        return new LabelMask(mask.Width, mask.Height, mask.Labels.Select(l => first[l]).ToArray());
    }
}
