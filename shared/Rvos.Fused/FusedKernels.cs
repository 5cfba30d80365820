using Rvos.Fused.Kernels;

namespace Rvos.Fused;

/// <summary>Element-wise and resampling operations on NHWC activations.</summary>
public static unsafe class FusedKernels
{
    /// <summary>RGB bytes (N,H,W,3) to value·scale[c] + shift[c].</summary>
    public static Activation Normalise(ReadOnlySpan<byte> rgb, int frames, int height, int width, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, ElementType type)
    {
        if (rgb.Length != (long)frames * height * width * 3 || scale.Length != 3 || shift.Length != 3)
            throw new ArgumentException($"{rgb.Length} bytes are not {frames} frames of {width}x{height} RGB", nameof(rgb));
        var output = new Activation(frames, height, width, 3, type);
        var pixels = checked(frames * height * width);
        fixed (byte* source = rgb)
        fixed (float* s = scale, t = shift)
        {
            if (type == ElementType.Float32) PlaneKernel.Normalise<float, Singles>(source, (float*)output.At(0), pixels, s, t);
            else PlaneKernel.Normalise<ushort, Halves>(source, (ushort*)output.At(0), pixels, s, t);
        }

        return output;
    }

    /// <summary>3x3 max-pooling with stride 2 and padding 1.</summary>
    public static Activation MaxPool3(Activation input)
    {
        var output = new Activation(input.Frames, (input.Height + 1) / 2, (input.Width + 1) / 2, input.Channels, input.Type);
        if (input.Type == ElementType.Float32) PoolingKernel.Three<float, Singles>((float*)input.At(0), (float*)output.At(0), input.Frames, input.Height, input.Width, input.Channels);
        else PoolingKernel.Three<ushort, Halves>((ushort*)input.At(0), (ushort*)output.At(0), input.Frames, input.Height, input.Width, input.Channels);
        return output;
    }

    /// <summary>2x2 max-pooling with stride 2, sizes rounded down.</summary>
    public static Activation MaxPool2(Activation input)
    {
        var output = new Activation(input.Frames, input.Height / 2, input.Width / 2, input.Channels, input.Type);
        if (input.Type == ElementType.Float32) PoolingKernel.Two<float, Singles>((float*)input.At(0), (float*)output.At(0), input.Frames, input.Height, input.Width, input.Channels);
        else PoolingKernel.Two<ushort, Halves>((ushort*)input.At(0), (ushort*)output.At(0), input.Frames, input.Height, input.Width, input.Channels);
        return output;
    }

    /// <summary>2x2 max-pooling of a plane (H,W), sizes rounded up.</summary>
    public static float[] MaskPool(ReadOnlySpan<float> plane, int height, int width)
    {
        if (plane.Length != height * width) throw new ArgumentException("a plane of another size", nameof(plane));
        var output = new float[(height + 1) / 2 * ((width + 1) / 2)];
        PoolingKernel.Plane(plane, output, height, width);
        return output;
    }

    /// <summary>A cell's per-object input: [coarser hidden map upsampled with aligned corners, spatial hidden, temporal hidden, mask, zeros], one frame.
    /// Null stands for zeros.</summary>
    public static void Gather(Activation? coarser, Activation? spatial, Activation? temporal, int hidden, float[]? mask, Activation output)
    {
        var used = (coarser?.Channels ?? 0) + 2 * hidden + (mask is null ? 0 : 1);
        if (used > output.Channels || (mask is not null && mask.Length != output.Height * output.Width)) throw new ArgumentException("sizes do not fit");
        foreach (var map in (Activation?[])[spatial, temporal])
            if (map is not null && (map.Channels != hidden || map.Height != output.Height || map.Width != output.Width)) throw new ArgumentException("a hidden map of another size");
        var size = (coarser?.Height ?? 0, coarser?.Width ?? 0, coarser?.Channels ?? 0);
        fixed (float* m = mask)
        {
            if (output.Type == ElementType.Float32)
                GatherKernel.Run<float, Singles>((float*)Data(coarser), size, (float*)Data(spatial), (float*)Data(temporal), hidden, m, (float*)output.At(0), output.Height, output.Width, output.Channels);
            else
                GatherKernel.Run<ushort, Halves>((ushort*)Data(coarser), size, (ushort*)Data(spatial), (ushort*)Data(temporal), hidden, m, (ushort*)output.At(0), output.Height, output.Width, output.Channels);
        }
    }

    /// <summary>The LSTM's gates: i, f, o, g of gates + shared; c = f·c' + i·g, h = o·tanh(c), one frame.</summary>
    /// <param name="gates">Object part (1,H,W,4c).</param>
    /// <param name="shared">Shared part (N,H,W,4c).</param>
    /// <param name="frame">Frame of the shared part.</param>
    /// <param name="cell">Cell map of the previous object (1,H,W,c), or null for zeros.</param>
    /// <param name="hidden">Receives h.</param>
    /// <param name="cellOut">Receives c.</param>
    public static void Lstm(Activation gates, Activation shared, int frame, Activation? cell, Activation hidden, Activation cellOut)
    {
        if (gates.Channels != 4 * hidden.Channels || gates.FrameBytes != shared.FrameBytes || hidden.FrameBytes * 4 != gates.FrameBytes || cellOut.FrameBytes != hidden.FrameBytes)
            throw new ArgumentException("sizes do not fit");
        var pixels = gates.Height * gates.Width;
        if (gates.Type == ElementType.Float32)
            LstmKernel.Run<float, Singles>((float*)gates.At(0), (float*)shared.At(frame), (float*)Data(cell), (float*)hidden.At(0), (float*)cellOut.At(0), pixels, hidden.Channels);
        else
            LstmKernel.Run<ushort, Halves>((ushort*)gates.At(0), (ushort*)shared.At(frame), (ushort*)Data(cell), (ushort*)hidden.At(0), (ushort*)cellOut.At(0), pixels, hidden.Channels);
    }

    /// <summary>3x3 convolution to one channel over the 2x upsampling of a hidden map (1,H,W,c): logits (2H,2W).</summary>
    /// <param name="hidden">The hidden map.</param>
    /// <param name="weights">Weights (3,3,c).</param>
    /// <param name="bias">Bias.</param>
    public static float[] MaskHead(Activation hidden, ReadOnlySpan<float> weights, float bias)
    {
        if (weights.Length != 9 * hidden.Channels) throw new ArgumentException("weights of another size", nameof(weights));
        var logits = new float[4 * hidden.Height * hidden.Width];
        fixed (float* w = weights, l = logits)
        {
            if (hidden.Type == ElementType.Float32) MaskHeadKernel.Run<float, Singles>((float*)hidden.At(0), hidden.Height, hidden.Width, hidden.Channels, w, bias, l);
            else MaskHeadKernel.Run<ushort, Halves>((ushort*)hidden.At(0), hidden.Height, hidden.Width, hidden.Channels, w, bias, l);
        }

        return logits;
    }

    /// <summary>Bilinear upsampling of a plane with aligned corners, and the logistic function when asked for.</summary>
    public static void UpsamplePlane(ReadOnlySpan<float> plane, int height, int width, Span<float> output, int outputHeight, int outputWidth, bool sigmoid)
    {
        if (plane.Length != height * width || output.Length != outputHeight * outputWidth) throw new ArgumentException("planes of another size");
        fixed (float* source = plane, target = output)
            PlaneKernel.Upsample(source, height, width, target, outputHeight, outputWidth, sigmoid);
    }

    private static void* Data(Activation? activation) => activation is null ? null : activation.At(0);
}
