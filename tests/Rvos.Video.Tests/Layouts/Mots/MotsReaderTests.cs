using Rvos.Testing;
using Rvos.Video.Layouts;
using Rvos.Video.Layouts.Mots;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Video.Tests.Layouts.Mots;

public sealed class MotsReaderTests : IDisposable
{
    // 3x2 pixels, columns 0 and 1: two runs of one pixel each do not meet.
    private const string First = "015", Second = "114", Everything = "06", Nothing = "6";

    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Read_LinesInAnyOrder_GivesEachFrameItsOwnInTheOrderOfTheFile()
    {
        using var reader = Text($"3 1002 1 2 3 {First}", $"0 1001 1 2 3 {Everything}", "", $"3 2001 2 2 3 {Second}\r", $"1 10000 10 2 3 {Nothing} ");
        Assert.Equal(("0000", 4), (reader.Name, reader.FrameCount));
        Assert.Equal([(1002, MotsClass.Car, First), (2001, MotsClass.Pedestrian, Second)],
            reader.Read(3).Objects.Select(o => (o.TrackId, o.Class, o.Mask.ToCompressedString())));
        Assert.Equal(6, Assert.Single(reader.Read(0).Masks.Areas));
        Assert.Equal(MotsClass.Ignore, Assert.Single(reader.Read(1).Objects).Class);
        Assert.Empty(reader.Read(2).Objects);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(-1));
    }

    [Fact]
    public void Read_LongFile_FindsLinesAcrossBlocks()
    {
        using var reader = Text(Enumerable.Range(0, 20_000).Select(t => $"{19_999 - t} {t} 1 2 3 {Everything}").ToArray());
        Assert.Equal(20_000, reader.FrameCount);
        foreach (var t in new[] { 0, 1, 4_321, 19_999 }) Assert.Equal(19_999 - t, Assert.Single(reader.Read(t).Objects).TrackId);
    }

    [Theory]
    [InlineData("0 1001 1 2 3 06\n0 1002 1 2 3 015", "0000.txt: sequence 0000, frame 0: the masks of ids 1001 and 1002 overlap")]
    [InlineData("0 1001 1 2 3 015\n0 1001 1 2 3 114", "0000.txt: sequence 0000, frame 0: id 1001 comes twice")]
    [InlineData("0 1001 1 2 3 06\n1 1001 1 3 2 06", "line 2: sequence 0000, frame 1, id 1001: the size is 2x3, that of frame 0 3x2")]
    [InlineData("0 1001 3 2 3 06", "line 1: sequence 0000, frame 0, id 1001: class 3 is unknown")]
    [InlineData("0 1001 1 2 3 07", "frame 0, id 1001: run 1 is impossible")]
    [InlineData("0 1001 1 2 3 0\u00F8", "frame 0, id 1001: 'Ã' at position 1")]
    [InlineData("0 1001 1 2 3", "line 1: sequence 0000, frame 0: 5 columns")]
    [InlineData("0 1001 1 2 3 06 0.9", "more than 6 columns")]
    [InlineData("0  1001 1 2 3 06", "more than 6 columns")]
    [InlineData("0 -1 1 2 3 06", "'-1' is no id")]
    [InlineData("0 99999999999 1 2 3 06", "is no id")]
    [InlineData("0 1001 1 0 3 06", "impossible size 3x0")]
    [InlineData("0 1001 1 60000 60000 06", "60000x60000 are more than")]
    [InlineData("0 1001 1 2147483647 1 06", "'2147483647' is no height")]
    public void Read_DamagedLine_SaysWhere(string text, string message)
    {
        File.WriteAllText(PathOf("0000.txt"), text);
        using var reader = new MotsTextReader(PathOf("0000.txt"), "0000");
        var error = Assert.Throws<LayoutException>(() =>
        {
            for (var t = 0; t < reader.FrameCount; t++) reader.Read(t);
        });
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("0 1001 1 2 3 06\nx 1001 1 2 3 06", "line 2: 'x' is no frame")]
    [InlineData(" 0 1001 1 2 3 06", "line 1: '' is no frame")]
    [InlineData("\n                      0 1001 1 2 3 06", "line 2: '' is no frame")]
    [InlineData("1000000 1001 1 2 3 06", "'1000000' is no frame")]
    [InlineData("00000000000000000000001 1 1 2 3 06", "is no frame")]
    [InlineData("9 1001 1 2 3 06\n8 1001 1 2 3 06", "line 1: frame 9 is beyond the end of sequence 0000, which has 8 frames")]
    public void Open_DamagedText_SaysWhere(string text, string message)
    {
        File.WriteAllText(PathOf("0000.txt"), text);
        Assert.Contains(message, Assert.Throws<LayoutException>(() => MotsSequences.Open(root, "0000", 8)).Message);
    }

    [Fact]
    public void Open_EndlessLine_IsRefused()
    {
        File.WriteAllText(PathOf("0000.txt"), "0 1001 1 2 3 06\n1 1001 1 2 3 " + new string('0', MotsTextIndex.MaxLineBytes));
        Assert.Contains("line 2: longer than", Assert.Throws<LayoutException>(() => MotsSequences.Open(root, "0000")).Message);
    }

    [Fact]
    public void Read_TooManyObjects_IsRefused()
    {
        using var reader = Text(Enumerable.Range(0, MotsFrame.MaxObjects + 1).Select(i => $"0 {i} 1 2 3 {Nothing}").ToArray());
        Assert.Contains("more than 2000 objects", Assert.Throws<LayoutException>(() => reader.Read(0)).Message);
    }

    [Fact]
    public void Read_WrittenPicturesAndText_AreTheSame()
    {
        var classes = new Dictionary<byte, MotsClass> { [2] = MotsClass.Pedestrian, [3] = MotsClass.Ignore };
        using var pictures = new MotsPngWriter(root, "0001", classes);
        using var text = new MotsTextWriter(root, "0002", classes);
        foreach (var writer in new IResultWriter[] { pictures, text })
        {
            writer.Write(new ResultFrame(0, new LabelMask(3, 2, [1, 0, 2, 3, 3, 2])));
            writer.Write(new ResultFrame(1, new LabelMask(3, 2, [0, 0, 0, 0, 2, 2])));
            writer.Complete();
        }

        using var a = MotsSequences.Open(root, "0001");
        using var b = MotsSequences.Open(root, "0002");
        Assert.Equal((2, 2), (a.FrameCount, b.FrameCount));
        for (var t = 0; t < 2; t++) Assert.Equal(Objects(b.Read(t)), Objects(a.Read(t)));
        Assert.Equal([1001, 2002, 10000], a.Read(0).Objects.Select(o => o.TrackId));
        Assert.Equal(["0001", "0002"], MotsSequences.Names(root));
    }

    [Fact]
    public void Open_PicturesWithAFrameMissingOrTooMany_SaysWhich()
    {
        foreach (var t in new[] { 0, 2 }) Picture($"{t:D6}.png", [0, 1001]);
        Assert.Contains("000001.png: sequence 0001 has no file for frame 1", Assert.Throws<LayoutException>(() => MotsSequences.Open(root, "0001")).Message);
        Picture("000001.png", [0, 0]);
        Assert.Contains("000002.png: frame 2 is beyond the end", Assert.Throws<LayoutException>(() => MotsSequences.Open(root, "0001", 2)).Message);
        Picture("cover.png", [0, 0]);
        Assert.Contains("cover.png: sequence 0001: a frame is named by six digits", Assert.Throws<LayoutException>(() => MotsSequences.Open(root, "0001")).Message);
    }

    [Fact]
    public void Read_DamagedPicture_SaysWhere()
    {
        Picture("000000.png", [0, 3007]);
        Picture("000001.png", [0, 0, 0]);
        File.WriteAllBytes(Path.Combine(root, "0001", "000002.png"), PngWriter.EncodeRgb(1, 1, [1, 2, 3]));
        File.WriteAllText(Path.Combine(root, "0001", "000003.png"), "broken");
        using var reader = MotsSequences.Open(root, "0001");
        Assert.Contains("000000.png: sequence 0001, frame 0, id 3007: class 3 is unknown", Assert.Throws<LayoutException>(() => reader.Read(0)).Message);
        Assert.Contains("000001.png: sequence 0001, frame 1: the size is 3x1, that of frame 0 2x1", Assert.Throws<LayoutException>(() => reader.Read(1)).Message);
        Assert.Contains("frame 2: a Rgb picture", Assert.Throws<LayoutException>(() => reader.Read(2)).Message);
        Assert.Contains("000003.png: not a PNG", Assert.Throws<LayoutException>(() => reader.Read(3)).Message);
    }

    [Fact]
    public void Open_NothingThere_SaysSo()
    {
        Assert.Contains("no sequence is there", Assert.Throws<LayoutException>(() => MotsSequences.Names(root)).Message);
        Assert.Contains("no such folder", Assert.Throws<LayoutException>(() => MotsSequences.Names(PathOf("none"))).Message);
        Assert.Contains("sequence 0007 is missing", Assert.Throws<LayoutException>(() => MotsSequences.Open(root, "0007")).Message);
        Assert.Throws<ArgumentException>(() => MotsSequences.Open(root, "../0007"));
    }

    [Fact]
    public void Read_DamagedText_GivesFramesOrLayoutException()
    {
        var mutator = new Mutator(5);
        var original = string.Concat(Enumerable.Range(0, 6).Select(t => $"{t} 1001 1 2 3 {First}\n{t} 2001 2 2 3 {Second}\n")).Select(c => (byte)c).ToArray();
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            File.WriteAllBytes(PathOf("0000.txt"), mutator.Mutate(original));
            try
            {
                using var reader = MotsSequences.Open(root, "0000");
                for (var t = 0; t < Math.Min(reader.FrameCount, 10); t++) Assert.InRange(reader.Read(t).Masks.Areas.Sum(), 0, 6);
            }
            catch (LayoutException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 1_999);
    }

    private static IEnumerable<(int, MotsClass, string)> Objects(MotsFrame frame) => frame.Objects.Select(o => (o.TrackId, o.Class, o.Mask.ToCompressedString()));

    private string PathOf(string name) => Path.Combine(root, name);

    private MotsTextReader Text(params string[] lines)
    {
        File.WriteAllLines(PathOf("0000.txt"), lines);
        return new MotsTextReader(PathOf("0000.txt"), "0000");
    }

    private void Picture(string name, ushort[] values) =>
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(PathOf("0001")).FullName, name), PngWriter.EncodeGrey16(values.Length, 1, values));
}
