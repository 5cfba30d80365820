using Rvos.Libtorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>A convolution (N,C,H,W) -> (N,O,H/stride,W/stride) whose weights follow the input's element type, so that one fp32
/// master copy serves fp32 and bf16 training.</summary>
public sealed class Convolution : nn.Module<Tensor, Tensor>
{
    // oneDNN's AVX-512 gradient of strided 1x1 convolutions works in blocks of so many channels; with several threads and a last block that is not full it
    // writes past its scratch memory.
    private const int Block = 16;

    // TorchSharp registers and moves parameters by the names of the fields that hold them.
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>He-normal weights over the fan-out, zero bias.</summary>
    public Convolution(int inputs, int outputs, int kernel, int stride = 1, bool withBias = true)
        : base(nameof(Convolution))
    {
        Stride = stride;
        Padding = kernel / 2;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        weight = new Parameter(randn([outputs, inputs, kernel, kernel]).MultiplyInPlace(Math.Sqrt(2.0 / (outputs * kernel * kernel))));
        weight.DetachFromDisposeScope();
        register_parameter(nameof(weight), weight);
        if (!withBias) return;
        bias = new Parameter(zeros([outputs]));
        bias.DetachFromDisposeScope();
        register_parameter(nameof(bias), bias);
    }

    /// <summary>Weights (O,C,k,k).</summary>
    public Parameter Weight => weight;

    /// <summary>Bias (O), or null.</summary>
    public Parameter? Bias => bias;

    /// <summary>Step along both axes.</summary>
    public int Stride { get; }

    /// <summary>Zeros added on each side.</summary>
    public int Padding { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Apply(input, Weight, Bias);

    /// <summary>The convolution with other weights of the same kernel, in the input's element type.</summary>
    public Tensor Apply(Tensor input, Tensor weight, Tensor? bias)
    {
        var type = input.dtype;
        if (Stride > 1 && Padding == 0 && weight.shape[1] % Block != 0 && weight.requires_grad && is_grad_enabled())
        {
            // Pooling over single pixels leaves out those that the stride passes over: the same result and gradient.
            var kept = nn.functional.max_pool2d(input, [1, 1], [Stride, Stride]);
            return nn.functional.conv2d(kept, weight.to_type(type), bias?.to_type(type), [1, 1], [0, 0]);
        }

        if (Stride == 1 && Math.Min(input.shape[2], input.shape[3]) <= Padding) return ApplyWithin(input, weight.to_type(type), bias?.to_type(type));
        // oneDNN adds up a 1x1 convolution's channels in portions that depend on the number of threads. Masks must not.
        using var single = Padding == 0 && !is_grad_enabled() && input.device_type == DeviceType.CPU ? new SingleThread() : null;
        return nn.functional.conv2d(input, weight.to_type(type), bias?.to_type(type), [Stride, Stride], [Padding, Padding]);
    }

    // Over a map of H rows a kernel finds something but zeros at most H - 1 from its centre. The weights beyond are left out: oneDNN's bf16 gradient of a 7x7 kernel
    // over two rows holds for them what was in the memory before.
    private Tensor ApplyWithin(Tensor input, Tensor weight, Tensor? bias)
    {
        var (rows, columns) = (Math.Min(Padding, input.shape[2] - 1), Math.Min(Padding, input.shape[3] - 1));
        var met = weight.narrow(2, Padding - rows, 2 * rows + 1).narrow(3, Padding - columns, 2 * columns + 1);
        var zeros = Math.Max(rows, columns);
        return nn.functional.conv2d(input, met, bias, [1, 1], [zeros, zeros]).narrow(2, zeros - rows, input.shape[2]).narrow(3, zeros - columns, input.shape[3]);
    }
}
