using System.Text.Json;
using Rvos.Testing;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Rle;

namespace Rvos.Video.Tests.Layouts;

public sealed class ResultWriterTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;
    private readonly LabelMask first = new(4, 2, [0, 1, 1, 0, 3, 0, 1, 2]);
    private readonly LabelMask second = new(4, 2, [0, 0, 0, 0, 3, 3, 0, 0]);

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Davis_Frames_AreIndexedPngsInTheSequencesFolder()
    {
        WriteBoth(IndexedPngWriter.Davis(root, "bear"));
        Assert.Equal(["00000.png", "00007.png"], Directory.GetFiles(Path.Combine(root, "bear")).Select(Path.GetFileName).Order());
        Assert.Equal(second.Labels, LabelMaskReader.Read(Path.Combine(root, "bear", "00007.png"), MaskValues.Raw).Labels);
    }

    [Fact]
    public void YouTubeVos_NamedFrames_KeepTheirNamesWithinAnnotations()
    {
        using (var writer = IndexedPngWriter.YouTubeVos(root, "aaa"))
        {
            writer.Write(new ResultFrame(0, first, "00005"));
            writer.Write(new ResultFrame(1, second, "cam.0010"));
            writer.Complete();
        }

        Assert.Equal(first.Labels, LabelMaskReader.Read(Path.Combine(root, "Annotations", "aaa", "00005.png"), MaskValues.Raw).Labels);
        Assert.True(File.Exists(Path.Combine(root, "Annotations", "aaa", "cam.0010.png")));
    }

    [Fact]
    public void MotsText_Frames_AreLinesOfSixColumns()
    {
        WriteBoth(new MotsTextWriter(root, "0002", new Dictionary<byte, MotsClass> { [3] = MotsClass.Pedestrian }));
        string Code(LabelMask mask, byte label) => RleMask.Encode(mask, label).ToCompressedString();
        Assert.Equal(
        [
            $"0 1001 1 2 4 {Code(first, 1)}", $"0 1002 1 2 4 {Code(first, 2)}", $"0 2003 2 2 4 {Code(first, 3)}", $"7 2003 2 2 4 {Code(second, 3)}",
        ], File.ReadAllLines(Path.Combine(root, "0002.txt")));
    }

    [Fact]
    public void MotsText_SeveralIgnoredRegions_AreOneObject()
    {
        WriteBoth(new MotsTextWriter(root, "0002", new Dictionary<byte, MotsClass> { [1] = MotsClass.Ignore, [2] = MotsClass.Ignore }));
        var line = Assert.Single(File.ReadAllLines(Path.Combine(root, "0002.txt")), l => l.StartsWith("0 10000 10 ", StringComparison.Ordinal));
        Assert.Equal(4, RleMask.Parse(line.Split(' ')[5], 4, 2).Area);
    }

    [Fact]
    public void MotsText_NotCompleted_LeavesNoFile()
    {
        using (var writer = new MotsTextWriter(root, "0002")) writer.Write(new ResultFrame(0, first));
        Assert.Empty(Directory.GetFiles(root));
    }

    [Fact]
    public void MotsPng_Frames_CarryClassAndLabelInSixteenBits()
    {
        WriteBoth(new MotsPngWriter(root, "0002", new Dictionary<byte, MotsClass> { [2] = MotsClass.Ignore }, MotsClass.Pedestrian));
        var image = PngReader.Read(Path.Combine(root, "0002", "000000.png"));
        Assert.Equal((PngColour.Grey, 16), (image.Colour, image.Bits));
        Assert.Equal([0, 2001, 2001, 0, 2003, 0, 2001, 10000], image.Samples.Select(s => (int)s));
        Assert.True(File.Exists(Path.Combine(root, "0002", "000007.png")));
    }

    [Fact]
    public void Coco_Frames_AreImagesAndAnnotations()
    {
        var path = Path.Combine(root, "instances.json");
        using (var writer = new CocoWriter(path))
        {
            writer.Write(new ResultFrame(0, first, scores: new Dictionary<byte, double> { [1] = 0.25 }));
            writer.Write(new ResultFrame(7, second));
            writer.Complete();
        }

        var coco = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(["00000.png", "00007.png"], coco.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("file_name").GetString()!));
        var annotations = coco.GetProperty("annotations").EnumerateArray().ToArray();
        Assert.Equal([(1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 2, 3)], annotations.Select(a => (Number(a, "id"), Number(a, "image_id"), Number(a, "track_id"))));
        Assert.Equal(0.25, annotations[0].GetProperty("score").GetDouble());
        Assert.Equal([1, 0, 2, 2], annotations[0].GetProperty("bbox").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(3, Number(annotations[0], "area"));
        Assert.Equal([2, 4], annotations[0].GetProperty("segmentation").GetProperty("size").EnumerateArray().Select(v => v.GetInt32()));
        var painted = new byte[8];
        RleMask.Parse(annotations[3].GetProperty("segmentation").GetProperty("counts").GetString()!, 4, 2).Paint(painted, 3);
        Assert.Equal(second.Labels, painted);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Names_ThatArePaths_AreRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => IndexedPngWriter.Davis(root, name));
        Assert.Throws<ArgumentException>(() => new MotsTextWriter(root, name));
        Assert.Throws<ArgumentException>(() => new ResultFrame(0, first, name));
    }

    [Fact]
    public void MotsText_PicturesOfTheReference_GiveItsLines()
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        var suite = SharedData.PathOf("metrics-golden", "mots", "perturb");
        var expected = File.ReadAllLines(Path.Combine(suite, "gt", "0006.txt")).Order(StringComparer.Ordinal);
        using (var writer = new MotsTextWriter(root, "0006", new Dictionary<byte, MotsClass> { [255] = MotsClass.Ignore }))
        {
            foreach (var file in Directory.GetFiles(Path.Combine(suite, "gt_png", "0006")).Order(StringComparer.Ordinal))
            {
                var image = PngReader.Read(file);
                var labels = image.Samples.Select(s => s == 10000 ? (byte)255 : (byte)(s % 1000)).ToArray();
                Assert.All(image.Samples, s => Assert.Contains(s / 1000, (int[])[0, 1, 10]));
                writer.Write(new ResultFrame(int.Parse(Path.GetFileNameWithoutExtension(file)), new LabelMask(image.Width, image.Height, labels)));
            }

            writer.Complete();
        }

        Assert.Equal(expected, File.ReadAllLines(Path.Combine(root, "0006.txt")).Order(StringComparer.Ordinal));
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static TheoryData<string, Func<string, IResultWriter>> Files => new()
    {
        { "masks/00000.png", folder => IndexedPngWriter.Davis(folder, "masks") },
        { "Annotations/masks/00000.png", folder => IndexedPngWriter.YouTubeVos(folder, "masks") },
        { "masks/000000.png", folder => new MotsPngWriter(folder, "masks") },
        { "masks.txt", folder => new MotsTextWriter(folder, "masks") },
        { "masks.txt.part", folder => new MotsTextWriter(folder, "masks") },
        { "coco.json", folder => new CocoWriter(Path.Combine(folder, "coco.json")) },
        { "coco.json.part", folder => new CocoWriter(Path.Combine(folder, "coco.json")) },
    };

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void Write_SymbolicLinkInTheFilesPlace_ItsTargetStaysAsItIs(string link, Func<string, IResultWriter> create)
    {
        var target = Path.Combine(root, "precious");
        File.WriteAllText(target, "precious");
        var path = Path.Combine(root, "results", link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);

        WriteBoth(create(Path.Combine(root, "results")));

        Assert.Equal("precious", File.ReadAllText(target));
        if (!link.EndsWith(".part", StringComparison.Ordinal)) Assert.Null(new FileInfo(path).LinkTarget);
    }

    [Theory]
    [InlineData("masks")]
    [InlineData("Annotations")]
    public void Create_SymbolicLinkInAFoldersPlace_IsRefused(string link)
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(root, "elsewhere")).FullName;
        var results = Directory.CreateDirectory(Path.Combine(root, "results")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(results, link), elsewhere);

        var error = Assert.Throws<ArgumentException>(() => link == "masks" ? IndexedPngWriter.Davis(results, link) : IndexedPngWriter.YouTubeVos(results, "masks"));

        Assert.Contains($"{Path.Combine(results, link)}: is a symbolic link", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    private void WriteBoth(IResultWriter writer)
    {
        using (writer)
        {
            writer.Write(new ResultFrame(0, first));
            writer.Write(new ResultFrame(7, second));
            writer.Complete();
        }
    }
}
