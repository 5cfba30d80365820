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
        fixed (byte* source = rgb)
        fixed (float* s = scale, t = shift)
            FusedNative.Kernels->Normalise(source, output.At(0), (long)frames * height * width, s, t, (int)type);
        return output;
    }

    /// <summary>3x3 max-pooling with stride 2 and padding 1.</summary>
    public static Activation MaxPool3(Activation input)
    {
        var output = new Activation(input.Frames, (input.Height + 1) / 2, (input.Width + 1) / 2, input.Channels, input.Type);
        FusedNative.Kernels->MaxPool3(input.At(0), output.At(0), input.Frames, input.Height, input.Width, input.Channels, (int)input.Type);
        return output;
    }

    /// <summary>2x2 max-pooling with stride 2, sizes rounded down.</summary>
    public static Activation MaxPool2(Activation input)
    {
        var output = new Activation(input.Frames, input.Height / 2, input.Width / 2, input.Channels, input.Type);
        FusedNative.Kernels->MaxPool2(input.At(0), output.At(0), input.Frames, input.Height, input.Width, input.Channels, (int)input.Type);
        return output;
    }

    /// <summary>2x2 max-pooling of a plane (H,W), sizes rounded up.</summary>
    public static float[] MaskPool(ReadOnlySpan<float> plane, int height, int width)
    {
        if (plane.Length != height * width) throw new ArgumentException("a plane of another size", nameof(plane));
        var output = new float[(height + 1) / 2 * ((width + 1) / 2)];
        fixed (float* source = plane, target = output) FusedNative.Kernels->MaskPool(source, target, height, width);
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
        fixed (float* m = mask)
        {
            FusedNative.Kernels->Gather(coarser is null ? null : coarser.At(0), coarser?.Height ?? 0, coarser?.Width ?? 0, coarser?.Channels ?? 0,
                spatial is null ? null : spatial.At(0), temporal is null ? null : temporal.At(0), hidden, m,
                output.At(0), output.Height, output.Width, output.Channels, (int)output.Type);
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
        FusedNative.Kernels->Lstm(gates.At(0), shared.At(frame), cell is null ? null : cell.At(0), hidden.At(0), cellOut.At(0),
            (long)gates.Height * gates.Width, hidden.Channels, (int)gates.Type);
    }

    /// <summary>3x3 convolution to one channel over the 2x upsampling of a hidden map (1,H,W,c): logits (2H,2W).</summary>
    /// <param name="hidden">The hidden map.</param>
    /// <param name="weights">Weights (3,3,c).</param>
    /// <param name="bias">Bias.</param>
    public static float[] MaskHead(Activation hidden, ReadOnlySpan<float> weights, float bias)
    {
        if (weights.Length != 9 * hidden.Channels) throw new ArgumentException("weights of another size", nameof(weights));
        var planes = new float[9 * hidden.Height * hidden.Width];
        var logits = new float[4 * hidden.Height * hidden.Width];
        fixed (float* w = weights, p = planes, l = logits)
            FusedNative.Kernels->MaskHead(hidden.At(0), hidden.Height, hidden.Width, hidden.Channels, w, bias, p, l, (int)hidden.Type);
        return logits;
    }

    /// <summary>Bilinear upsampling of a plane with aligned corners, and the logistic function when asked for.</summary>
    public static void UpsamplePlane(ReadOnlySpan<float> plane, int height, int width, Span<float> output, int outputHeight, int outputWidth, bool sigmoid)
    {
        if (plane.Length != height * width || output.Length != outputHeight * outputWidth) throw new ArgumentException("planes of another size");
        fixed (float* source = plane, target = output)
            FusedNative.Kernels->UpsamplePlane(source, height, width, target, outputHeight, outputWidth, sigmoid ? 1 : 0);
    }
}
