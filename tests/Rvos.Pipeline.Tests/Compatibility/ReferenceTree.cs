using System.Text.Json;
using Rvos.Pipeline.Compatibility;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Pipeline.Tests.Compatibility;

/// <summary>The small YouTube-VOS and DAVIS trees with what the original made of them.</summary>
internal static class ReferenceTree
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Data", "e2e");

    internal static IReadOnlyList<string> Names(string dataset, string sequence) =>
        Directory.GetFiles(Path.Combine(Root, dataset, "JPEGImages", sequence)).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal).ToArray();

    internal static IReadOnlyList<OriginalFrame> Frames(string dataset, string sequence) =>
        Names(dataset, sequence).Select(name => new OriginalFrame(Image(dataset, sequence, name), Annotation(dataset, sequence, name))).ToArray();

    internal static int ListedObjects(string sequence)
    {
        using var listing = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "youtube_in", "meta.json")));
        return listing.RootElement.GetProperty("videos").GetProperty(sequence).GetProperty("objects").EnumerateObject().Count();
    }

    internal static IReadOnlyList<LabelMask> Masks(string folder, string sequence, string frame) =>
        Directory.GetFiles(Path.Combine(Root, folder, sequence), frame + "_instance_*.png").Order(StringComparer.Ordinal).Select(f => LabelMaskReader.Read(f, MaskValues.Raw)).ToArray();

    internal static LabelMask Submission(string folder, string sequence, string frame) => LabelMaskReader.Read(Path.Combine(Root, folder, sequence, frame + ".png"), MaskValues.Raw);

    internal static double Difference(LabelMask expected, LabelMask actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        return expected.Labels.Where((label, i) => label != actual.Labels[i]).Count() / (double)expected.Labels.Length;
    }

    private static RgbImage Image(string dataset, string sequence, string name)
    {
        var image = PngReader.Read(Path.Combine(Root, dataset, "JPEGImages", sequence, name + ".png"));
        return new RgbImage(image.Width, image.Height, image.ToRgb());
    }

    private static LabelMask? Annotation(string dataset, string sequence, string name) =>
        Path.Combine(Root, dataset, "Annotations", sequence, name + ".png") is var path && File.Exists(path) ? LabelMaskReader.Read(path, MaskValues.Raw) : null;
}
