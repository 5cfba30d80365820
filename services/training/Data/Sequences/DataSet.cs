using Rvos.Video.Layouts;

namespace Rvos.Training.Data.Sequences;

/// <summary>A data set on disk, as a configuration names it.</summary>
public sealed record DataSet
{
    /// <summary>Its folder, relative to the configuration file or absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>How its files lie.</summary>
    public required DataSetLayout Layout { get; init; }

    /// <summary>A text file with the names of the sequences to use, one a line (ImageSets/2017/train.txt of DAVIS), relative to the folder; null for all.</summary>
    public string? List { get; init; }

    /// <summary>KITTI-MOTS: classes to follow; others are background. Default cars and pedestrians, as the original.</summary>
    public IReadOnlyList<MotsClass> Classes { get; init; } = [MotsClass.Car, MotsClass.Pedestrian];

    /// <summary>KITTI-MOTS: true takes ignored regions out of the loss; false, the default and the original's way, makes them background.</summary>
    public bool LeaveOutIgnored { get; init; }

    /// <summary>Lists the sequences; pictures and masks are read when they are asked for.</summary>
    /// <param name="baseFolder">Folder that relative paths start from.</param>
    /// <exception cref="InvalidDataException">A file or folder is missing; the message names it.</exception>
    /// <exception cref="LayoutException">The folder is not laid out so.</exception>
    public IReadOnlyList<AnnotatedSequence> Read(string baseFolder)
    {
        var folder = Path.Combine(baseFolder, Folder);
        var all = Layout switch
        {
            DataSetLayout.YouTubeVos => YouTubeVosData.Read(folder),
            DataSetLayout.KittiMots => KittiMotsData.Read(folder, Classes, LeaveOutIgnored),
            DataSetLayout.PerSequence => DavisData.ReadPerSequence(folder),
            _ => DavisData.Read(folder, Layout),
        };
        return List is null ? all : Listed(all, Path.Combine(folder, List));
    }

    private static AnnotatedSequence[] Listed(IReadOnlyList<AnnotatedSequence> all, string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: no such list of sequences");
        var byName = all.ToDictionary(s => s.Name);
        return File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0)
            .Select(n => byName.TryGetValue(n, out var sequence) ? sequence : throw new InvalidDataException($"{path}: there is no sequence '{n}'")).ToArray();
    }
}
