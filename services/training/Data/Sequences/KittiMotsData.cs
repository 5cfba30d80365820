using System.Globalization;
using Rvos.Video.Layouts;
using Rvos.Video.Layouts.Mots;

namespace Rvos.Training.Data.Sequences;

/// <summary>KITTI-MOTS, masks as pictures or as text.</summary>
internal static class KittiMotsData
{
    internal static IReadOnlyList<AnnotatedSequence> Read(string folder, IReadOnlyList<MotsClass> classes, bool leaveOutIgnored)
    {
        var images = FrameFiles.Inner(folder, "image_02", "training/image_02", "PNGImages", "images");
        var masks = FrameFiles.Inner(folder, "instances", "training/instances", "Coded_Annotations", "instances_txt", "training/instances_txt");
        return MotsSequences.Names(masks).Select(name => Join(name, Path.Combine(images, name), masks, classes, leaveOutIgnored)).ToArray();
    }

    private static AnnotatedSequence Join(string name, string images, string masks, IReadOnlyList<MotsClass> classes, bool leaveOutIgnored)
    {
        var files = FrameFiles.ByName(images);
        // A text file says nothing of frames without objects: the pictures say how many there are.
        var count = files.Keys.Max(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw new InvalidDataException($"{files[n]}: a frame is named by its number")) + 1;
        var tracks = new MotsTracks(masks, name, count, classes, leaveOutIgnored);
        var frames = files.OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => new AnnotatedFrame(f.Key, f.Value, () => tracks.Read(int.Parse(f.Key, NumberStyles.None, CultureInfo.InvariantCulture)))).ToArray();
        return new AnnotatedSequence(name, frames);
    }
}
