using Rvos.Training.Data;

namespace Rvos.Training.Tests.Clips;

/// <summary>A library of drawn pictures, so that no photograph is needed.</summary>
internal static class Libraries
{
    internal static StillLibrary Drawn()
    {
        var stills = Enumerable.Range(0, 3).Select(Picture).ToArray();
        return new StillLibrary(stills, stills, stills.SelectMany(StillLibrary.CutOut).ToArray(), []);
    }

    /// <summary>A clip of 64x32 made of them, the first with two objects.</summary>
    internal static Clip TwoObjects(int frames)
    {
        var source = new SyntheticClipSource(Drawn());
        return Enumerable.Range(0, 100).Select(seed => source.Next(new ClipRequest(frames, 32, 64, 2), new Random(seed))).First(c => c.ObjectCount == 2);
    }

    private static Still Picture(int seed)
    {
        const int Width = 120, Height = 90;
        var random = new Random(seed);
        var (rgb, labels) = (new byte[Width * Height * 3], new byte[Width * Height]);
        random.NextBytes(rgb);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if ((x - 40) * (x - 40) + (y - 45) * (y - 45) < 500) labels[y * Width + x] = 1;
                if (x > 75 && x < 110 && y > 20 && y < 70) labels[y * Width + x] = 2;
            }
        }

        return new Still(Width, Height, rgb, labels, [1, 2]);
    }
}
