namespace Rvos.Fused;

/// <summary>Convolution + bias + optional residual add + optional ReLU as one oneDNN primitive. Weights are packed once, in the primitive's own layout.</summary>
public sealed unsafe class FusedConvolution : IDisposable
{
    private readonly ElementType type;
    private readonly int kernel, stride;
    private nint handle;

    /// <summary>A convolution with padding k/2.</summary>
    /// <param name="weights">Weights (O,C,k,k).</param>
    /// <param name="bias">Bias (O), or empty for none.</param>
    /// <param name="inputs">Input channels C.</param>
    /// <param name="outputs">Output channels O.</param>
    /// <param name="kernel">Kernel size k, odd.</param>
    /// <param name="stride">Step along both axes.</param>
    /// <param name="relu">Ends with max(x, 0).</param>
    /// <param name="residual">Adds what the output held before.</param>
    /// <param name="type">Element type of activations and packed weights.</param>
    /// <exception cref="InvalidOperationException">oneDNN is missing.</exception>
    public FusedConvolution(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int outputs, int kernel, int stride,
        bool relu, bool residual, ElementType type)
    {
        if (weights.Length != (long)outputs * inputs * kernel * kernel) throw new ArgumentException("weights of another size", nameof(weights));
        if (bias.Length != 0 && bias.Length != outputs) throw new ArgumentException("bias of another size", nameof(bias));
        (Inputs, Outputs, this.kernel, this.stride, this.type) = (inputs, outputs, kernel, stride, type);
        fixed (float* w = weights)
        fixed (float* b = bias)
            handle = FusedNative.rf_convolution_create(w, b, inputs, outputs, kernel, stride, relu ? 1 : 0, residual ? 1 : 0, (int)type);
        if (handle == 0) throw new InvalidOperationException(FusedNative.LastError);
    }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Size along an axis after the convolution.</summary>
    public int SizeAfter(int size) => (size - 1) / stride + 1;

    /// <summary>Runs over all frames into a new activation. Not for a residual convolution, which needs an output that holds something.</summary>
    public Activation Run(Activation input)
    {
        var output = new Activation(input.Frames, SizeAfter(input.Height), SizeAfter(input.Width), Outputs, type);
        RunInto(input, output);
        return output;
    }

    /// <summary>Runs over all frames into a given activation.</summary>
    /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
    public void RunInto(Activation input, Activation output)
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        if (input.Channels != Inputs || output.Channels != Outputs || input.Type != type || output.Type != type || output.Frames != input.Frames
            || output.Height != SizeAfter(input.Height) || output.Width != SizeAfter(input.Width))
            throw new ArgumentException($"convolution {Inputs}->{Outputs} k{kernel} s{stride} of another size than ({input.Height},{input.Width},{input.Channels}) -> ({output.Height},{output.Width},{output.Channels})");
        if (FusedNative.rf_convolution_run(handle, input.At(0), output.At(0), input.Frames, input.Height, input.Width) != 0)
            throw new InvalidOperationException(FusedNative.LastError);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (handle == 0) return;
        FusedNative.rf_convolution_free(handle);
        handle = 0;
    }
}
