namespace Rvos.Model.S2S;

/// <summary>Exact Euclidean distances to the nearest pixel of the other kind, up to a limit.</summary>
/// <param name="limit">Distances above it all count as <paramref name="limit"/> + 1.</param>
internal readonly struct BorderDistance(int limit)
{
    /// <summary>Distances (H,W) of the pixels of one kind, rounded down; 0 at the pixels of the other kind.</summary>
    /// <param name="mask">Mask (H,W); not 0 is the object.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="ofObject">True measures the object's pixels, false the background's.</param>
    internal int[] Measure(ReadOnlySpan<byte> mask, int height, int width, bool ofObject)
    {
        var far = limit + 1;
        var columns = Columns(mask, height, width, ofObject, far);
        var distances = new int[mask.Length];
        for (var y = 0; y < height; y++)
        {
            var row = columns.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                if (row[x] == 0) continue;
                var least = (long)far * far;
                for (var other = Math.Max(0, x - far); other <= Math.Min(width - 1, x + far); other++)
                    least = Math.Min(least, (long)(x - other) * (x - other) + (long)row[other] * row[other]);
                distances[y * width + x] = (int)Math.Sqrt(least);
            }
        }

        return distances;
    }

    // Distance within each column, at most far.
    private static int[] Columns(ReadOnlySpan<byte> mask, int height, int width, bool ofObject, int far)
    {
        var distances = new int[mask.Length];
        for (var x = 0; x < width; x++)
        {
            var distance = far;
            for (var y = 0; y < height; y++) Visit(mask, y * width + x);
            distance = far;
            for (var y = height - 1; y >= 0; y--) Visit(mask, y * width + x, isSecond: true);

            void Visit(ReadOnlySpan<byte> pixels, int place, bool isSecond = false)
            {
                distance = (pixels[place] != 0) == ofObject ? Math.Min(far, distance + 1) : 0;
                distances[place] = isSecond ? Math.Min(distances[place], distance) : distance;
            }
        }

        return distances;
    }
}
