using System.Numerics;
using System.Runtime.InteropServices;

namespace Rvos.Video.Imaging;

/// <summary>Resizes images from one size to another with the results of the Python Imaging Library, bit for bit: BILINEAR (a triangle filter whose support grows
/// when shrinking, two passes, 8-bit fixed point with 22 bits of precision) and NEAREST.</summary>
public sealed class PilResizer
{
    private const int Precision = 22;

    private readonly int inWidth, inHeight, outWidth, outHeight;
    private readonly Taps columns, rows;
    private readonly int[] nearestColumn, nearestRow;
    private readonly byte[] between;
    private readonly int[] sums;

    /// <summary>Prepares the coefficients. Not safe for two threads at once.</summary>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public PilResizer(int inWidth, int inHeight, int outWidth, int outHeight)
    {
        if (inWidth < 1 || inHeight < 1 || outWidth < 1 || outHeight < 1) throw new ArgumentException($"cannot resize {inWidth}x{inHeight} to {outWidth}x{outHeight}");
        (this.inWidth, this.inHeight, this.outWidth, this.outHeight) = (inWidth, inHeight, outWidth, outHeight);
        (columns, rows) = (new Taps(inWidth, outWidth), new Taps(inHeight, outHeight));
        (nearestColumn, nearestRow) = (Nearest(inWidth, outWidth), Nearest(inHeight, outHeight));
        between = new byte[checked(inHeight * outWidth * 3)];
        sums = new int[outWidth * 3];
    }

    /// <summary>RGB bytes (H,W,3) to RGB bytes of the new size.</summary>
    /// <exception cref="ArgumentException">A buffer is too small.</exception>
    public void Bilinear(ReadOnlySpan<byte> rgb, Span<byte> output)
    {
        if (rgb.Length < inWidth * inHeight * 3 || output.Length < outWidth * outHeight * 3) throw new ArgumentException("an image of another size");
        var source = rgb;
        if (inWidth != outWidth)
        {
            for (var y = 0; y < inHeight; y++) Horizontal(rgb.Slice(y * inWidth * 3, inWidth * 3), between.AsSpan(y * outWidth * 3, outWidth * 3));
            source = between;
        }

        if (inHeight == outHeight)
        {
            source[..(outWidth * outHeight * 3)].CopyTo(output);
            return;
        }

        for (var y = 0; y < outHeight; y++) Vertical(source, y, output.Slice(y * outWidth * 3, outWidth * 3));
    }

    /// <summary>Labels (H,W) to labels of the new size: pixel i reads floor((i + 0.5)·in/out).</summary>
    /// <exception cref="ArgumentException">Too few labels.</exception>
    public byte[] Nearest(ReadOnlySpan<byte> labels)
    {
        if (labels.Length < inWidth * inHeight) throw new ArgumentException("labels of another size", nameof(labels));
        var output = new byte[outWidth * outHeight];
        for (var y = 0; y < outHeight; y++)
        {
            var row = labels.Slice(nearestRow[y] * inWidth, inWidth);
            for (var x = 0; x < outWidth; x++) output[y * outWidth + x] = row[nearestColumn[x]];
        }

        return output;
    }

    private void Horizontal(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (var x = 0; x < outWidth; x++)
        {
            int r = 1 << (Precision - 1), g = r, b = r;
            var weights = columns.Weights.AsSpan(x * columns.Support, columns.Counts[x]);
            var p = source[(columns.Starts[x] * 3)..];
            for (var k = 0; k < weights.Length; k++)
            {
                r += p[3 * k] * weights[k];
                g += p[3 * k + 1] * weights[k];
                b += p[3 * k + 2] * weights[k];
            }

            target[3 * x] = Clip(r);
            target[3 * x + 1] = Clip(g);
            target[3 * x + 2] = Clip(b);
        }
    }

    private void Vertical(ReadOnlySpan<byte> source, int y, Span<byte> target)
    {
        var length = outWidth * 3;
        Array.Fill(sums, 1 << (Precision - 1));
        for (var k = 0; k < rows.Counts[y]; k++)
        {
            var weight = rows.Weights[y * rows.Support + k];
            var line = source.Slice((rows.Starts[y] + k) * length, length);
            var x = 0;
            for (; x <= length - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(line[x..]), out var low, out var high);
                Add(low, x, weight);
                Add(high, x + Vector<ushort>.Count, weight);
            }

            for (; x < length; x++) sums[x] += line[x] * weight;
        }

        for (var x = 0; x < length; x++) target[x] = Clip(sums[x]);
    }

    private void Add(Vector<ushort> values, int at, int weight)
    {
        Vector.Widen(values, out var low, out var high);
        var target = MemoryMarshal.Cast<int, Vector<int>>(sums.AsSpan(at, 2 * Vector<int>.Count));
        target[0] += Vector.AsVectorInt32(low) * weight;
        target[1] += Vector.AsVectorInt32(high) * weight;
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> Precision, 0, 255);

    private static int[] Nearest(int inputs, int outputs)
    {
        var result = new int[outputs];
        var scale = (double)inputs / outputs;
        // Pillow adds the step up instead of multiplying; where a centre falls on a pixel's edge the rounding of the sum decides.
        var centre = scale * 0.5;
        for (var i = 0; i < outputs; i++, centre += scale) result[i] = Math.Min((int)centre, inputs - 1);
        return result;
    }

    private sealed class Taps
    {
        internal Taps(int inputs, int outputs)
        {
            var scale = (double)inputs / outputs;
            var filter = Math.Max(scale, 1.0);
            Support = (int)Math.Ceiling(filter) * 2 + 1;
            Starts = new int[outputs];
            Counts = new int[outputs];
            Weights = new int[outputs * Support];
            var exact = new double[Support];
            var inverse = 1.0 / filter;
            for (var i = 0; i < outputs; i++)
            {
                var centre = (i + 0.5) * scale;
                var first = Math.Max((int)(centre - filter + 0.5), 0);
                var last = Math.Min((int)(centre + filter + 0.5), inputs);
                var total = 0.0;
                for (var k = 0; k < last - first; k++)
                {
                    var distance = Math.Abs((k + first - centre + 0.5) * inverse);
                    total += exact[k] = distance < 1 ? 1 - distance : 0;
                }

                (Starts[i], Counts[i]) = (first, last - first);
                for (var k = 0; k < last - first; k++)
                {
                    var weight = total != 0 ? exact[k] / total : exact[k];
                    Weights[i * Support + k] = (int)(weight * (1 << Precision) + (weight < 0 ? -0.5 : 0.5));
                }
            }
        }

        internal int Support { get; }

        internal int[] Starts { get; }

        internal int[] Counts { get; }

        internal int[] Weights { get; }
    }
}
