using Rvos.Testing;
using Rvos.Training.Data;
using Rvos.Training.Data.Sequences;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Rle;

namespace Rvos.Training.Tests.Clips.Sequences;

public sealed class DataSetTests : IDisposable
{
    private readonly SequenceTree tree = new();

    [Theory]
    [InlineData(DataSetLayout.Davis2016, 1)]
    [InlineData(DataSetLayout.Davis2017, 3)]
    [InlineData(DataSetLayout.Davis, 3)]
    public void Read_Davis_LabelsAsTheYearMeansThem(DataSetLayout layout, byte expected)
    {
        for (var t = 0; t < 3; t++)
        {
            tree.Picture("JPEGImages/480p/bear", $"{t:D5}", t);
            tree.Mask("Annotations/480p/bear", $"{t:D5}", (3, 4, 4, 20, 20));
        }

        var sequence = Assert.Single(Read(layout));
        Assert.Equal(("bear", 3), (sequence.Name, sequence.Frames.Count));
        Assert.Equal(new byte[] { 0, expected }, sequence.Frames[1].ReadMask().Labels.Distinct());
    }

    [Fact]
    public void Read_DavisWithAList_OnlyItsSequences()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            tree.Picture($"JPEGImages/{name}", "00000", 1);
            tree.Mask($"Annotations/{name}", "00000", (1, 4, 4, 20, 20));
        }

        tree.Text("ImageSets/train.txt", "c\na\n");
        Assert.Equal(["c", "a"], new DataSet { Folder = tree.Root, Layout = DataSetLayout.Davis, List = "ImageSets/train.txt" }.Read(".").Select(s => s.Name));
        tree.Text("ImageSets/train.txt", "nobody\n");
        Assert.Contains("nobody", Assert.Throws<InvalidDataException>(() => new DataSet { Folder = tree.Root, Layout = DataSetLayout.Davis, List = "ImageSets/train.txt" }.Read(".")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_YouTubeVos_EveryFifthFrameAndOnlyListedObjects()
    {
        tree.Text("meta.json", """{ "videos": { "v1": { "objects": { "1": { "category": "cat", "frames": ["00000", "00005", "00010"] }, "2": { "category": "dog", "frames": ["00005"] } } } } }""");
        for (var t = 0; t <= 10; t++) tree.Picture("JPEGImages/v1", $"{t:D5}", t);
        for (var t = 0; t <= 10; t += 5) tree.Mask("Annotations/v1", $"{t:D5}", (1, 2, 2, 10, 10), (2, 20, 2, 10, 10), (7, 40, 2, 10, 10));
        var sequence = Assert.Single(Read(DataSetLayout.YouTubeVos));
        Assert.Equal(["00000", "00005", "00010"], sequence.Frames.Select(f => f.Name));
        Assert.Equal(new byte[] { 0, 1, 2 }, sequence.Frames[1].ReadMask().Labels.Distinct().Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_KittiMots_NumbersByFirstAppearance(bool asText)
    {
        // Frame 0: car 1005 lies below pedestrian 2001; frame 1: car 1002 is new, frame 2 has nothing but an ignored region.
        (int Id, int X, int Y)[][] frames = [[(1005, 4, 20), (2001, 30, 5)], [(1005, 6, 20), (1002, 4, 2)], [(10000, 50, 30)]];
        for (var t = 0; t < 3; t++)
        {
            tree.Picture("image_02/0000", $"{t:D6}", t);
            if (!asText) File.WriteAllBytes(Path.Combine(tree.Folder("instances/0000"), $"{t:D6}.png"), PngWriter.EncodeGrey16(SequenceTree.Width, SequenceTree.Height, Ids(frames[t])));
        }

        if (asText) tree.Text("instances_txt/0000.txt", string.Join('\n', frames.SelectMany((objects, t) => objects.Select(o => Line(t, o)))));
        var sequence = Assert.Single(Read(DataSetLayout.KittiMots));
        // 2001 begins above 1005 and so is first; the text file says nothing of frames without objects, the pictures do.
        Assert.Equal(3, sequence.Frames.Count);
        Assert.Equal((2, 1), (At(sequence, 0, 5, 21), At(sequence, 0, 31, 6)));
        Assert.Equal((2, 3), (At(sequence, 1, 7, 21), At(sequence, 1, 5, 3)));
        Assert.DoesNotContain(sequence.Frames[2].ReadMask().Labels, l => l != 0);
        var without = new DataSet { Folder = tree.Root, Layout = DataSetLayout.KittiMots, Classes = [MotsClass.Car], LeaveOutIgnored = true }.Read(".")[0];
        Assert.Equal((1, 0), (At(without, 0, 5, 21), At(without, 0, 31, 6)));
        Assert.Equal(Clip.Ignored, At(without, 2, 51, 31));
    }

    [Fact]
    public void Read_TheOriginalsKittiTree_SameNumbersAsItsScript()
    {
        Assert.SkipUnless(SharedData.IsThere, "needs ../shared");
        var root = SharedData.PathOf("golden", "kitti", "in");
        var sequence = new DataSet { Folder = root, Layout = DataSetLayout.KittiMots }.Read(".")[0];
        Assert.Equal(6, sequence.Frames.Count);
        for (var t = 0; t < 6; t++)
        {
            var expected = PngReader.Read(Path.Combine(root, "Annotations", "0002", $"{t:D6}.png"));
            Assert.Equal(expected.Samples.ToArray().Select(v => (int)v), sequence.Frames[t].ReadMask().Labels.Select(v => (int)v));
        }
    }

    public void Dispose() => tree.Dispose();

    private IReadOnlyList<AnnotatedSequence> Read(DataSetLayout layout) => new DataSet { Folder = tree.Root, Layout = layout }.Read(".");

    private static int At(AnnotatedSequence sequence, int frame, int x, int y) => sequence.Frames[frame].ReadMask().Labels[y * SequenceTree.Width + x];

    private static ushort[] Ids((int Id, int X, int Y)[] objects)
    {
        var ids = new ushort[SequenceTree.Width * SequenceTree.Height];
        foreach (var (id, x, y) in objects)
            for (var row = y; row < y + 10; row++) ids.AsSpan(row * SequenceTree.Width + x, 12).Fill((ushort)id);
        return ids;
    }

    private static string Line(int frame, (int Id, int X, int Y) item)
    {
        var mask = new LabelMask(SequenceTree.Width, SequenceTree.Height, SequenceTree.Labels((1, item.X, item.Y, 12, 10)));
        return $"{frame} {item.Id} {item.Id / 1000} {SequenceTree.Height} {SequenceTree.Width} {RleMask.Encode(mask, 1).ToCompressedString()}";
    }
}
