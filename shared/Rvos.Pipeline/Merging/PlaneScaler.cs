using System.Numerics;

namespace Rvos.Pipeline.Merging;

/// <summary>Bilinear enlargement of probability planes (pixel centres at half positions), a row at a time.</summary>
public sealed class PlaneScaler
{
    private readonly int width, height;
    private readonly int[] columnLow;
    private readonly float[] columnWeight;
    private readonly float[] line;

    /// <summary>From (height,width) to (outputHeight,outputWidth).</summary>
    public PlaneScaler(int width, int height, int outputWidth, int outputHeight)
    {
        (this.width, this.height, OutputWidth, OutputHeight) = (width, height, outputWidth, outputHeight);
        columnLow = new int[outputWidth];
        columnWeight = new float[outputWidth];
        for (var x = 0; x < outputWidth; x++) (columnLow[x], columnWeight[x]) = Tap(x, outputWidth, width);
        line = new float[width + 1];
    }

    /// <summary>Columns of the result.</summary>
    public int OutputWidth { get; }

    /// <summary>Rows of the result.</summary>
    public int OutputHeight { get; }

    /// <summary>Computes one row of the enlarged plane.</summary>
    public void Row(ReadOnlySpan<float> plane, int y, Span<float> output)
    {
        var (low, weight) = Tap(y, OutputHeight, height);
        var top = plane.Slice(low * width, width);
        var bottom = plane.Slice(Math.Min(low + 1, height - 1) * width, width);
        var x = 0;
        var weights = new Vector<float>(weight);
        for (; x <= width - Vector<float>.Count; x += Vector<float>.Count)
        {
            var t = new Vector<float>(top[x..]);
            (t + (new Vector<float>(bottom[x..]) - t) * weights).CopyTo(line.AsSpan(x));
        }

        for (; x < width; x++) line[x] = top[x] + (bottom[x] - top[x]) * weight;
        line[width] = line[width - 1];
        for (x = 0; x < output.Length; x++)
        {
            var left = line[columnLow[x]];
            output[x] = left + (line[columnLow[x] + 1] - left) * columnWeight[x];
        }
    }

    private static (int Low, float Weight) Tap(int position, int outputs, int inputs)
    {
        var exact = Math.Clamp((position + 0.5) * inputs / outputs - 0.5, 0, inputs - 1);
        var low = (int)exact;
        return (low, (float)(exact - low));
    }
}
