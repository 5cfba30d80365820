using Rvos.Training.Data;

namespace Rvos.Training.Benchmarks;

/// <summary>Pictures of discs and boxes on gradients and noise, of the size of small photographs.</summary>
public static class DrawnPictures
{
    private const int Width = 480, Height = 320, Count = 6;

    /// <summary>A library; always the same.</summary>
    public static StillLibrary Library()
    {
        var stills = Enumerable.Range(0, Count).Select(Picture).ToArray();
        return new StillLibrary(stills, stills, stills.SelectMany(StillLibrary.CutOut).ToArray(), []);
    }

    private static Still Picture(int seed)
    {
        var random = new Random(seed);
        var (rgb, labels) = (new byte[Width * Height * 3], new byte[Width * Height]);
        random.NextBytes(rgb);
        var (cx, cy, r) = (random.Next(100, 200), random.Next(100, 220), random.Next(40, 80));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var i = y * Width + x;
                if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < r * r) labels[i] = 1;
                else if (x is > 300 and < 430 && y is > 60 and < 220) labels[i] = 2;
                for (var c = 0; c < 3; c++) rgb[i * 3 + c] = (byte)((rgb[i * 3 + c] >> 2) + labels[i] * 60 + (c == seed % 3 ? x / 6 : y / 6));
            }
        }

        return new Still(Width, Height, rgb, labels, [1, 2]);
    }
}
