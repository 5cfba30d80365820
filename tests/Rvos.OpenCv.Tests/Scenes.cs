using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.OpenCv.Tests;

/// <summary>Pictures made up for tests: a reddish disc on a green ground, both grainy; the same seed gives the same picture.</summary>
internal static class Scenes
{
    internal static RgbImage Disc(int width, int height, double x, double y, double radius, int seed = 1)
    {
        var random = new Random(seed);
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            var isIn = IsIn(i % width, i / width, x, y, radius);
            (byte R, byte G) = isIn ? ((byte)170, (byte)60) : ((byte)60, (byte)130);
            (rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]) = ((byte)(R + random.Next(40)), (byte)(G + random.Next(40)), (byte)(50 + random.Next(40)));
        }

        return new RgbImage(width, height, rgb);
    }

    internal static LabelMask Truth(int width, int height, double x, double y, double radius, byte label = 1) =>
        new(width, height, [.. Enumerable.Range(0, width * height).Select(i => IsIn(i % width, i / width, x, y, radius) ? label : (byte)0)]);

    internal static RgbImage Noise(int width, int height, int seed)
    {
        var rgb = new byte[width * height * 3];
        new Random(seed).NextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }

    internal static RgbImage Flat(int width, int height) => new(width, height, [.. Enumerable.Repeat((byte)90, width * height * 3)]);

    /// <summary>J of a label.</summary>
    internal static double Overlap(LabelMask a, LabelMask b, byte label = 1)
    {
        int both = 0, any = 0;
        for (var i = 0; i < a.Labels.Length; i++)
        {
            var (one, other) = (a.Labels[i] == label, b.Labels[i] == label);
            if (one && other) both++;
            if (one || other) any++;
        }

        return any == 0 ? 1 : (double)both / any;
    }

    private static bool IsIn(int column, int row, double x, double y, double radius) => (column - x) * (column - x) + (row - y) * (row - y) <= radius * radius;
}
