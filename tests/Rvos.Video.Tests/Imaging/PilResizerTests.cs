using System.Text.RegularExpressions;
using Rvos.Testing;
using Rvos.Video.Imaging;

namespace Rvos.Video.Tests.Imaging;

public sealed partial class PilResizerTests
{
    private static readonly GoldenFile Golden = GoldenFile.Open(Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Video.Tests", "Data", "resize", "resize"));

    [Fact]
    public void BilinearAndNearest_PillowsResults_AreEqualBitForBit()
    {
        var compared = 0;
        foreach (var name in Golden.Names)
        {
            if (Resized().Match(name) is not { Success: true } match) continue;
            var source = match.Groups[1].Value;
            var (from, to) = (Golden.Shape(source), Golden.Shape(name));
            var resizer = new PilResizer((int)from[1], (int)from[0], (int)to[1], (int)to[0]);
            var actual = new byte[to.Aggregate((a, b) => a * b)];
            if (from.Length == 3) resizer.Bilinear(Golden.U8(source), actual);
            else actual = resizer.Nearest(Golden.U8(source));
            Assert.True(Golden.U8(name).AsSpan().SequenceEqual(actual), name);
            compared++;
        }

        Assert.Equal(12, compared);
    }

    [Fact]
    public void Nearest_MaskThereAndBack_IsPillows()
    {
        var small = Golden.U8("mask255_64x112");
        Assert.Equal(Golden.U8("mask255_back_120x214"), new PilResizer(112, 64, 214, 120).Nearest(small));
    }

    [Fact]
    public void Bilinear_OneColour_StaysThatColour()
    {
        foreach (var (w, h, ow, oh) in new[] { (854, 480, 448, 256), (17, 3, 5, 40), (1, 1, 9, 4), (100, 7, 1, 1) })
        {
            var input = new byte[w * h * 3];
            for (var i = 0; i < input.Length; i++) input[i] = (byte)(255 - i % 3 * 90);
            var output = new byte[ow * oh * 3];
            new PilResizer(w, h, ow, oh).Bilinear(input, output);
            Assert.Equal(Enumerable.Range(0, output.Length).Select(i => (byte)(255 - i % 3 * 90)), output);
        }
    }

    [Fact]
    public void Bilinear_SecondImage_DoesNotRememberTheFirst()
    {
        var (first, second) = (new byte[31 * 17 * 3], new byte[31 * 17 * 3]);
        new Random(1).NextBytes(first);
        new Random(2).NextBytes(second);
        var (used, fresh) = (new PilResizer(31, 17, 12, 29), new PilResizer(31, 17, 12, 29));
        var (a, b) = (new byte[12 * 29 * 3], new byte[12 * 29 * 3]);
        used.Bilinear(first, a);
        used.Bilinear(second, a);
        fresh.Bilinear(second, b);
        Assert.Equal(b, a);
    }

    [Fact]
    public void Bilinear_BufferTooSmall_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new PilResizer(4, 4, 2, 2).Bilinear(new byte[48], new byte[11]));

    [GeneratedRegex("^([ab]/(?:rgb|label))_[0-9]+x[0-9]+$")]
    private static partial Regex Resized();
}
