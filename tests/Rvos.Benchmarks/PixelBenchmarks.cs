using BenchmarkDotNet.Attributes;
using Rvos.Model.Sessions;
using Rvos.Pipeline.Merging;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Rle;

namespace Rvos.Benchmarks;

/// <summary>The work around the network, for one 480p frame with three objects.</summary>
[MemoryDiagnoser]
public class PixelBenchmarks
{
    private const int Width = 854, Height = 480, InputWidth = 448, InputHeight = 256;

    private readonly byte[] rgb = new byte[Width * Height * 3];
    private readonly byte[] small = new byte[InputWidth * InputHeight * 3];
    private readonly PilResizer resizer = new(Width, Height, InputWidth, InputHeight);
    private readonly MaskMerger merger = new(InputWidth, InputHeight, Width, Height);
    private readonly ObjectMask[] objects = Enumerable.Range(1, 3).Select(Disc).ToArray();
    private LabelMask mask = new(1, 1, [0]);

    /// <summary>Makes the inputs.</summary>
    [GlobalSetup]
    public void Setup()
    {
        new Random(1).NextBytes(rgb);
        mask = merger.Merge(objects, null).Mask;
    }

    /// <summary>480p RGB to the model's input.</summary>
    [Benchmark]
    public void Resize() => resizer.Bilinear(rgb, small);

    /// <summary>Three probability planes to labels at 480p.</summary>
    [Benchmark]
    public LabelMask Merge() => merger.Merge(objects, null).Mask;

    /// <summary>A label mask as indexed PNG.</summary>
    [Benchmark]
    public byte[] WritePng() => PngWriter.Encode(mask);

    /// <summary>Run lengths of three objects and their strings.</summary>
    [Benchmark]
    public string[] WriteRle() => RleMask.Encode(mask, [1, 2, 3]).Select(r => r.ToCompressedString()).ToArray();

    private static ObjectMask Disc(int id)
    {
        var probabilities = new float[InputWidth * InputHeight];
        for (var y = 0; y < InputHeight; y++)
            for (var x = 0; x < InputWidth; x++)
                probabilities[y * InputWidth + x] = (float)(1 / (1 + Math.Exp((Math.Sqrt((x - 110 * id) * (x - 110 * id) + (y - 128) * (y - 128)) - 50) / 3)));
        return new ObjectMask(id, probabilities, IsGiven: false);
    }
}
