using Rvos.Video.Files;

namespace Rvos.Video.Layouts.Mots;

/// <summary>A folder of KITTI-MOTS sequences: <c>ROOT/SEQ.txt</c> or <c>ROOT/SEQ/000000.png</c>; where there are both, the pictures count.</summary>
public static class MotsSequences
{
    /// <summary>Most frames of a sequence: their names have six digits.</summary>
    public const int MaxFrames = 1_000_000;

    /// <summary>Largest width x height of a mask.</summary>
    public const int MaxPixels = 64_000_000;

    /// <summary>Names of all sequences, in order.</summary>
    /// <exception cref="LayoutException">There is no such folder, or no sequence in it.</exception>
    public static IReadOnlyList<string> Names(string root)
    {
        if (!Directory.Exists(root)) throw new LayoutException($"{root}: there is no such folder");
        var files = DataFolder.Files(root, "*.txt").Select(p => Path.GetFileNameWithoutExtension(p));
        var folders = DataFolder.Folders(root).Where(d => DataFolder.Files(d, "*.png").Any()).Select(d => Path.GetFileName(d));
        var names = files.Concat(folders).Distinct().Order(StringComparer.Ordinal).ToArray();
        return names.Length > 0 ? names : throw new LayoutException($"{root}: no sequence is there, neither SEQ.txt nor SEQ/000000.png");
    }

    /// <summary>Opens a sequence.</summary>
    /// <param name="root">The folder of all sequences.</param>
    /// <param name="name">The sequence.</param>
    /// <param name="frameCount">Number of frames; without, up to the last that is listed.</param>
    /// <exception cref="LayoutException">The sequence is missing or damaged.</exception>
    /// <exception cref="ArgumentException">The sequence is no plain name.</exception>
    public static IMotsReader Open(string root, string name, int? frameCount = null)
    {
        var path = PlainName.Join(root, name);
        if (Directory.Exists(path)) return new MotsPngReader(path, name, frameCount);
        if (File.Exists(path + ".txt")) return new MotsTextReader(path + ".txt", name, frameCount);
        throw new LayoutException($"{root}: sequence {name} is missing, neither {name}.txt nor {name}/000000.png is there");
    }
}
