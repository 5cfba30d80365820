using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Regions;
using Rvos.Testing;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Tests.Contours;

public sealed class ContourTests
{
    private static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Evaluation.Tests", "Data", "bound_pix_and_disks.json"))).RootElement;

    [Fact]
    public void Radius_ReferenceSizes_IsTheReferenceRadius()
    {
        var cases = Reference.GetProperty("bound_pix_h_w_value").EnumerateArray().ToArray();
        Assert.Equal(672, cases.Length);
        foreach (var item in cases) Assert.Equal((item.ToString(), item[2].GetDouble()), (item.ToString(), Contour.Radius(item[1].GetInt32(), item[0].GetInt32())));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(3.5)]
    public void Radius_ToleranceOutOfRange_IsRefused(double tolerance) => Assert.Throws<ArgumentOutOfRangeException>(() => Contour.Radius(10, 10, tolerance));

    [Fact]
    public void Thicken_OnePixel_IsTheReferenceDisk()
    {
        foreach (var disk in Reference.GetProperty("disk_row_widths").EnumerateObject().Where(d => d.Name != "3.5"))
        {
            var radius = int.Parse(disk.Name);
            var size = 2 * radius + 1;
            var labels = new byte[size * size];
            labels[size * size / 2] = 1;
            var pixels = Masks.Pixels(Contour.Thicken(BitMask.Of(new LabelMask(size, size, labels), 1), radius));
            var widths = Enumerable.Range(0, size).Select(y => Enumerable.Range(0, size).Count(x => pixels[y, x]));
            Assert.Equal(disk.Value.EnumerateArray().Select(w => w.GetInt32()), widths);
        }
    }

    [Fact]
    public void Thicken_AnyMask_IsWithinTheRadius()
    {
        var cases = from mask in Masks.Any(1) from radius in Gen.Frequency((6, Gen.Choose(0, 9)), (1, Gen.Choose(60, 130))) select (mask, radius);
        Prop.ForAll(cases.ToArbitrary(), item =>
        {
            var (source, thick) = (Masks.Pixels(BitMask.Of(item.mask, 1)), Masks.Pixels(Contour.Thicken(BitMask.Of(item.mask, 1), item.radius)));
            return Every(item.mask, (x, y) => thick[y, x] == Near(source, x, y, item.radius));
        }).Check(Config.QuickThrowOnFailure.WithReplay(20_190_617, 7));
    }

    [Fact]
    public void Of_AnyMask_IsWhereANeighbourDiffers()
    {
        Prop.ForAll(Masks.Any(1).ToArbitrary(), mask =>
        {
            var contour = Masks.Pixels(Contour.Of(BitMask.Of(mask, 1)));
            return Every(mask, (x, y) => contour[y, x] == (At(x + 1, y) != At(x, y) || At(x, y + 1) != At(x, y) || At(x + 1, y + 1) != At(x, y)));

            bool At(int x, int y) => mask.Labels[Math.Min(y, mask.Height - 1) * mask.Width + Math.Min(x, mask.Width - 1)] == 1;
        }).Check(Config.QuickThrowOnFailure.WithReplay(20_190_618, 7));
    }

    private static bool Every(LabelMask mask, Func<int, int, bool> holds) =>
        Enumerable.Range(0, mask.Height).All(y => Enumerable.Range(0, mask.Width).All(x => holds(x, y)));

    private static bool Near(bool[,] source, int x, int y, int radius)
    {
        for (var v = 0; v < source.GetLength(0); v++)
            for (var u = 0; u < source.GetLength(1); u++)
                if (source[v, u] && (u - x) * (u - x) + (v - y) * (v - y) <= radius * radius) return true;
        return false;
    }
}
