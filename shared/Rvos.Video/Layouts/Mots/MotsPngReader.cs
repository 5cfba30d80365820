using Rvos.Video.Files;
using Rvos.Video.Png;
using Rvos.Video.Rle;

namespace Rvos.Video.Layouts.Mots;

/// <summary>KITTI-MOTS pictures: a grey PNG of 16 bits for each frame, named by six digits; value = class·1000 + label, and the whole value is the id;
/// 10000 = ignored, 0 = background. Every frame must be there (mots_tools takes a missing one for one without objects).</summary>
public sealed class MotsPngReader : IMotsReader
{
    private const int NameDigits = 6;
    private const int ClassFactor = 1000;

    private readonly string folder;
    private readonly SizeGuard size = new();

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder; files that are not PNG are not looked at.</param>
    /// <param name="name">Name of the sequence.</param>
    /// <param name="frameCount">Number of frames; without, up to the last that has a file.</param>
    /// <exception cref="LayoutException">A frame is missing or beyond the end, or a PNG has no frame's name.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public MotsPngReader(string folder, string name, int? frameCount = null)
    {
        (this.folder, Name) = (folder, name);
        var frames = new HashSet<int>();
        foreach (var path in DataFolder.Files(folder, "*.png")) frames.Add(FrameOf(path));
        var last = frames.Count == 0 ? -1 : frames.Max();
        FrameCount = frameCount ?? last + 1;
        if (last >= FrameCount) throw new LayoutException($"{PathOf(last)}: frame {last} is beyond the end of sequence {Name}, which has {FrameCount} frames");
        for (var frame = 0; frame < FrameCount; frame++)
            if (!frames.Contains(frame)) throw new LayoutException($"{PathOf(frame)}: sequence {Name} has no file for frame {frame}");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int FrameCount { get; }

    /// <inheritdoc/>
    public MotsFrame Read(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, FrameCount);
        var image = ReadImage(PathOf(frame));
        var where = $"{PathOf(frame)}: sequence {Name}, frame {frame}";
        if (image.Colour != PngColour.Grey) throw new LayoutException($"{where}: a {image.Colour} picture, expected is grey of 16 bits");
        size.Check(image.Width, image.Height, frame, where);
        var codes = RleEncoder.Encode(image.Samples, image.Width, image.Height);
        return MotsFrame.Create(frame, codes.Select(c => new MotsObject(c.Value, ClassOf(c.Value, where), c.Mask)).ToArray(), where);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // No file stays open between frames.
    }

    private static PngImage ReadImage(string path)
    {
        try
        {
            return PngReader.Read(path);
        }
        catch (PngFormatException error)
        {
            throw new LayoutException(error.Message, error);
        }
    }

    private static MotsClass ClassOf(int value, string where) => (MotsClass)(value / ClassFactor) is var kind && Enum.IsDefined(kind)
        ? kind
        : throw new LayoutException($"{where}, id {value}: class {(int)kind} is unknown; 1 (car), 2 (pedestrian) and 10 (ignored) are known");

    private int FrameOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path.AsSpan());
        if (name.Length != NameDigits || name.ContainsAnyExceptInRange('0', '9'))
            throw new LayoutException($"{path}: sequence {Name}: a frame is named by six digits");
        return int.Parse(name);
    }

    private string PathOf(int frame) => Path.Combine(folder, $"{frame:D6}.png");
}
