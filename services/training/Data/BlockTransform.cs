namespace Rvos.Training.Data;

/// <summary>What lossy codecs leave: 8x8 blocks of each channel go through a discrete cosine transform whose coefficients are rounded to multiples of a
/// quantiser that grows with their frequency.</summary>
internal static class BlockTransform
{
    private const int Size = 8;

    private static readonly float[] Basis = MakeBasis();

    /// <summary>Wears a frame in place; a rest of less than a block at the right and the bottom stays.</summary>
    /// <param name="rgb">The frame.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="quantiser">Quantiser of the lowest frequency; that of frequency (u,v) is this times 1 + (u + v)/2.</param>
    internal static void Apply(Span<byte> rgb, int width, int height, double quantiser)
    {
        Span<float> block = stackalloc float[Size * Size];
        Span<float> rows = stackalloc float[Size * Size];
        var scales = new float[Size * Size];
        for (var i = 0; i < scales.Length; i++) scales[i] = (float)(quantiser * (1 + (i / Size + i % Size) / 2.0));
        for (var y = 0; y + Size <= height; y += Size)
        {
            for (var x = 0; x + Size <= width; x += Size)
            {
                for (var c = 0; c < 3; c++)
                {
                    for (var i = 0; i < block.Length; i++) block[i] = rgb[((y + i / Size) * width + x + i % Size) * 3 + c] - 128;
                    Multiply(block, rows, transposed: false);
                    Multiply(rows, block, transposed: false);
                    for (var i = 0; i < block.Length; i++) block[i] = MathF.Round(block[i] / scales[i]) * scales[i];
                    Multiply(block, rows, transposed: true);
                    Multiply(rows, block, transposed: true);
                    for (var i = 0; i < block.Length; i++) rgb[((y + i / Size) * width + x + i % Size) * 3 + c] = (byte)Math.Clamp(block[i] + 128.5f, 0, 255);
                }
            }
        }
    }

    // target = (B·source)^T, or with B^T: twice makes the transform along both axes.
    private static void Multiply(ReadOnlySpan<float> source, Span<float> target, bool transposed)
    {
        for (var u = 0; u < Size; u++)
        {
            for (var column = 0; column < Size; column++)
            {
                var sum = 0f;
                for (var k = 0; k < Size; k++) sum += (transposed ? Basis[k * Size + u] : Basis[u * Size + k]) * source[k * Size + column];
                target[column * Size + u] = sum;
            }
        }
    }

    private static float[] MakeBasis() => Enumerable.Range(0, Size * Size).Select(i =>
        (float)(Math.Sqrt((i / Size == 0 ? 1.0 : 2.0) / Size) * Math.Cos(Math.PI * (2 * (i % Size) + 1) * (i / Size) / (2 * Size)))).ToArray();
}
