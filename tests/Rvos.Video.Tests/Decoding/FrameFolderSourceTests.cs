using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

public sealed class FrameFolderSourceTests
{
    [Fact]
    public async Task ReadAsync_JpegAndPngFolder_KeepsNaturalOrderAndNames()
    {
        var folder = Clips.TemporaryFolder();
        Picture(folder, "frame10.jpg", "blue");
        Picture(folder, "frame2.png", "red");
        Picture(folder, "frame1.jpg", "white");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "no frame");

        await using var source = await VideoSource.OpenAsync(folder);
        var names = new List<string?>();
        var reds = new List<bool>();
        await foreach (var frame in source.ReadAsync())
        {
            names.Add(frame.Name);
            reds.Add(frame.Rgb is [> 240, < 15, < 15, ..]);
            Assert.Equal(TimeSpan.FromMilliseconds(40 * frame.Index), frame.PresentationTimestamp);
        }

        Assert.Equal(["frame1", "frame2", "frame10"], names);
        Assert.Equal([false, true, false], reds);
        Assert.Equal((3, true), (source.Report!.FramesDelivered, source.Report.IsWhole));
    }

    [Fact]
    public async Task ReadAsync_ExtensionsThatAreNotTheFormat_GoesByTheContent()
    {
        var folder = Clips.TemporaryFolder();
        Picture(folder, "a.png", "red");
        Picture(folder, "b.jpg", "blue");
        foreach (var (from, to) in new[] { ("a.png", "0.jpg"), ("b.jpg", "1.png"), ("b.jpg", "2.JPEG"), ("a.png", "3.jpeg") }) File.Copy(Path.Combine(folder, from), Path.Combine(folder, to));
        File.Delete(Path.Combine(folder, "a.png"));
        File.Delete(Path.Combine(folder, "b.jpg"));
        await using var source = FrameFolderSource.Open(folder);
        Assert.Equal("png", source.Info.Codec);
        var reds = new List<bool>();
        await foreach (var frame in source.ReadAsync()) reds.Add(frame.Rgb[0] > 200);
        Assert.Equal([true, false, false, true], reds);
    }

    [Fact]
    public async Task LoadManyAsync_ExtensionsThatAreNotTheFormat_GoesByTheContent()
    {
        var folder = Clips.TemporaryFolder();
        Picture(folder, "a.png", "red");
        Picture(folder, "b.jpg", "blue");
        File.Move(Path.Combine(folder, "a.png"), Path.Combine(folder, "a.jpg"));
        File.Move(Path.Combine(folder, "b.jpg"), Path.Combine(folder, "b.png"));
        var reds = new List<bool>();
        await foreach (var image in ImageLoader.LoadManyAsync([Path.Combine(folder, "b.png"), Path.Combine(folder, "a.jpg")])) reds.Add(image.Rgb[0] > 200);
        Assert.Equal([false, true], reds);
    }

    [Fact]
    public void Open_PictureOfAnotherFormat_NamesTheFormat()
    {
        var folder = Clips.TemporaryFolder();
        Clips.Make("-f", "lavfi", "-i", "color=c=red:s=64x48", "-frames:v", "1", "-f", "gif", Path.Combine(folder, "0.jpg"));
        Assert.Contains("a GIF", Assert.Throws<VideoFormatException>(() => FrameFolderSource.Open(folder)).Message);
    }

    [Theory]
    [InlineData("b.jpg")]
    [InlineData("b.png")]
    public async Task ReadAsync_OtherSize_NamesTheFile(string name)
    {
        var folder = Clips.TemporaryFolder();
        Picture(folder, "a.jpg", "red");
        Picture(folder, name, "red", "40x30");
        var error = await Assert.ThrowsAsync<VideoFormatException>(() => ReadAsync(folder));
        Assert.Contains(name, error.Message);
        Assert.Contains("40 x 30", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ReadAsync_FileThatIsNoPicture_NamesIt(int at)
    {
        var folder = Clips.TemporaryFolder();
        for (var i = 0; i < 4; i++) Picture(folder, $"{i}.jpg", "red");
        // A good header and nothing behind it.
        File.WriteAllBytes(Path.Combine(folder, $"{at}.jpg"), File.ReadAllBytes(Path.Combine(folder, "0.jpg"))[..200]);
        var error = await Assert.ThrowsAsync<VideoFormatException>(() => ReadAsync(folder));
        Assert.Contains($"{at}.jpg", error.Message);
    }

    [Fact]
    public void Open_EmptyFolder_SaysSo() =>
        Assert.Contains("no .jpg", Assert.Throws<VideoFormatException>(() => FrameFolderSource.Open(Clips.TemporaryFolder())).Message);

    [Fact]
    public void Open_TwoPicturesOfOneName_SaysSo()
    {
        var folder = Clips.TemporaryFolder();
        Picture(folder, "a.jpg", "red");
        Picture(folder, "a.png", "red");
        Assert.Contains("'a'", Assert.Throws<VideoFormatException>(() => FrameFolderSource.Open(folder)).Message);
    }

    [Theory]
    [InlineData("a2", "a10", -1)]
    [InlineData("a02", "a2", -1)]
    [InlineData("9", "10", -1)]
    [InlineData("00010", "00009", 1)]
    [InlineData("a", "b", -1)]
    [InlineData("99999999999999999999999", "100000000000000000000000", -1)]
    [InlineData("x", "x", 0)]
    public void Compare_Names_OrdersNumbersByValue(string left, string right, int order) =>
        Assert.Equal(order, Math.Sign(NaturalNameComparer.Instance.Compare(left, right)));

    private static void Picture(string folder, string name, string colour, string size = "64x48") =>
        Clips.Make("-f", "lavfi", "-i", $"color=c={colour}:s={size}", "-frames:v", "1", "-pix_fmt", name.EndsWith("png", StringComparison.Ordinal) ? "rgb24" : "yuvj420p",
            Path.Combine(folder, name));

    private static async Task ReadAsync(string folder)
    {
        await using var source = FrameFolderSource.Open(folder);
        await Clips.ReadAllAsync(source);
    }
}
