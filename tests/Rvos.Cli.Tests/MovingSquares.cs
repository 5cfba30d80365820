using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Cli.Tests;

/// <summary>Two sequences s0 and s1 of a moving square on noise, as somebody with own data would lay them out.</summary>
internal static class MovingSquares
{
    internal const int Frames = 6;

    internal static void Write(TemporaryFolder folder, string name)
    {
        for (var sequence = 0; sequence < 2; sequence++)
        {
            Directory.CreateDirectory(folder[$"{name}/JPEGImages/s{sequence}"]);
            Directory.CreateDirectory(folder[$"{name}/Annotations/s{sequence}"]);
            for (var t = 0; t < Frames; t++) Frame(folder, name, sequence, t);
        }
    }

    private static void Frame(TemporaryFolder folder, string name, int sequence, int t)
    {
        const int Width = 96, Height = 48;
        var (rgb, labels) = (new byte[Width * Height * 3], new byte[Width * Height]);
        new Random(sequence * 100 + t).NextBytes(rgb);
        for (var y = 10; y < 30; y++)
        {
            for (var x = 20 + 3 * t; x < 45 + 3 * t; x++)
            {
                labels[y * Width + x] = 1;
                rgb.AsSpan((y * Width + x) * 3, 3).Fill((byte)(200 + sequence));
            }
        }

        File.WriteAllBytes(folder[$"{name}/JPEGImages/s{sequence}/{t:D5}.png"], PngWriter.EncodeRgb(Width, Height, rgb));
        File.WriteAllBytes(folder[$"{name}/Annotations/s{sequence}/{t:D5}.png"], PngWriter.Encode(new LabelMask(Width, Height, labels)));
    }
}
