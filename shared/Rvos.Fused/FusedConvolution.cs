using Rvos.Fused.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Fused;

/// <summary>Convolution + bias + optional residual add + optional ReLU as one oneDNN primitive. Weights are packed once, in the primitive's own layout.</summary>
public sealed class FusedConvolution : IDisposable
{
    private readonly ConvolutionScript script;
    private readonly ElementType type;
    private readonly int kernel, stride;
    private readonly bool relu, residual;
    private readonly Tensor weights, bias;
    private Tensor? packed;
    private (int Frames, int Height, int Width) packedFor, previous;

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
    /// <exception cref="InvalidOperationException">libtorch has no fused convolutions.</exception>
    public FusedConvolution(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int outputs, int kernel, int stride,
        bool relu, bool residual, ElementType type)
    {
        if (weights.Length != (long)outputs * inputs * kernel * kernel) throw new ArgumentException("weights of another size", nameof(weights));
        if (bias.Length != 0 && bias.Length != outputs) throw new ArgumentException("bias of another size", nameof(bias));
        script = ConvolutionScript.Of(kernel / 2, stride) ?? throw new InvalidOperationException("libtorch has no fused convolutions");
        (Inputs, Outputs, this.kernel, this.stride, this.relu, this.residual, this.type) = (inputs, outputs, kernel, stride, relu, residual, type);
        using var scope = NewDisposeScope();
        this.weights = tensor(weights.ToArray(), [outputs, inputs, kernel, kernel]).to_type(type == ElementType.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32).DetachFromDisposeScope();
        this.bias = tensor(bias.Length == 0 ? new float[outputs] : bias.ToArray()).to_type(type == ElementType.BFloat16 ? ConvolutionScript.NarrowBias : ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Size along an axis after the convolution.</summary>
    public int SizeAfter(int size) => (size - 1) / stride + 1;

    /// <summary>Runs over all frames into a new activation. Not for a residual convolution, which needs an output that holds something.</summary>
    /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
    public Activation Run(Activation input)
    {
        if (residual) throw new InvalidOperationException("a residual convolution adds to an activation");
        Check(input);
        using var noGrad = no_grad();
        return new Activation(script.Run(relu, input.Tensor, Packed(input), bias), type);
    }

    /// <summary>Runs over all frames and adds to an activation.</summary>
    /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
    public void AddTo(Activation input, Activation output)
    {
        if (!residual) throw new InvalidOperationException("not a residual convolution");
        Check(input);
        if (output.Channels != Outputs || output.Type != type || output.Frames != input.Frames || output.Height != SizeAfter(input.Height) || output.Width != SizeAfter(input.Width))
            throw new ArgumentException($"convolution {Inputs}->{Outputs} k{kernel} s{stride} of ({input.Height},{input.Width}) does not add to ({output.Height},{output.Width},{output.Channels})", nameof(output));
        using var noGrad = no_grad();
        script.Add(relu, output.Tensor, input.Tensor, Packed(input), bias);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        packed?.Dispose();
        weights.Dispose();
        bias.Dispose();
    }

    private void Check(Activation input)
    {
        if (input.Channels != Inputs || input.Type != type)
            throw new ArgumentException($"convolution {Inputs}->{Outputs} k{kernel} s{stride} of another size than ({input.Height},{input.Width},{input.Channels})", nameof(input));
    }

    // The layout may depend on the input size. oneDNN rearranges weights in another one at each call: for a size that comes once, a video's last batch, that costs less than it
    // saves to keep two; for a size that comes twice in a row they are packed anew.
    private Tensor Packed(Activation input)
    {
        var size = (input.Frames, input.Height, input.Width);
        if (packed is null || (size != packedFor && size == previous))
        {
            packed?.Dispose();
            packed = script.Pack(weights, input.Tensor);
            packedFor = size;
        }

        previous = size;
        return packed;
    }
}
