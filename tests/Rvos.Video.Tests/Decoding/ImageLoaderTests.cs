using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

public sealed class ImageLoaderTests
{
    [Fact]
    public async Task LoadManyAsync_PicturesOfManySizes_KeepsOrderAndContent()
    {
        var folder = Clips.TemporaryFolder();
        var paths = Enumerable.Range(0, 6).Select(i => Path.Combine(folder, $"{i}.{(i == 3 ? "png" : "jpg")}")).ToArray();
        for (var i = 0; i < paths.Length; i++) Clips.Make("-f", "lavfi", "-i", $"testsrc2=s={64 + (i * 10)}x{48 + (i * 6)}", "-frames:v", "1", paths[i]);

        var index = 0;
        await foreach (var image in ImageLoader.LoadManyAsync(paths))
        {
            Assert.Equal((64 + (index * 10), 48 + (index * 6)), (image.Width, image.Height));
            Assert.Equal(ImageLoader.LoadRgb(paths[index]).Rgb, image.Rgb);
            index++;
        }
        Assert.Equal(paths.Length, index);
    }

    [Fact]
    public void LoadRgb_TextFile_IsNoPicture()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "text.jpg");
        File.WriteAllText(path, "no picture");
        Assert.Contains("neither a JPEG nor a PNG", Assert.Throws<VideoFormatException>(() => ImageLoader.LoadRgb(path)).Message);
    }

    [Fact]
    public void LoadRgb_HugeDeclaredSize_IsRefusedBeforeDecoding()
    {
        byte[] bomb = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9];
        var path = Path.Combine(Clips.TemporaryFolder(), "bomb.jpg");
        File.WriteAllBytes(path, bomb);
        Assert.Contains("65535 x 65535", Assert.Throws<VideoLimitException>(() => ImageLoader.LoadRgb(path)).Message);
    }

    [Fact]
    public void LoadRgb_TruncatedJpeg_IsDamaged()
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "cut.jpg");
        Clips.Make("-f", "lavfi", "-i", "testsrc2=s=320x240", "-frames:v", "1", path);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Contains("cut.jpg", Assert.Throws<VideoFormatException>(() => ImageLoader.LoadRgb(path)).Message);
    }
}
