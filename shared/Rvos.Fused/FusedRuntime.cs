using Rvos.Fused.Operators;
using Rvos.Libtorch;
using static TorchSharp.torch;

namespace Rvos.Fused;

/// <summary>What the machine offers, and settings.</summary>
public static class FusedRuntime
{
    private static readonly Lazy<Capability> Found = new(Find);

    /// <summary>What the machine's convolutions can do.</summary>
    /// <exception cref="DllNotFoundException">libtorch, or a library that it needs, is missing.</exception>
    public static Capability Capability => Found.Value;

    /// <summary>Threads that an operation uses. OpenMP keeps the number for each thread: it is set on the one that computes.</summary>
    public static int Threads
    {
        get => get_num_threads();
        set => set_num_threads(value);
    }

    // What the processor has, as far as the operators take it: each kind is tried once, on one pixel.
    private static Capability Find()
    {
        TorchRuntime.Load();
        if (ConvolutionScript.Of(padding: 0, stride: 1) is null || !Runs(ElementType.Float32)) return Capability.None;
        var best = Processor.Best;
        return best > Capability.Float32 && !Runs(ElementType.BFloat16) ? Capability.Float32 : best;
    }

    private static bool Runs(ElementType type)
    {
        const int Channels = 16;
        try
        {
            using var convolution = new FusedConvolution(new float[Channels * Channels], new float[Channels], Channels, Channels, 1, 1, relu: true, residual: false, type);
            using var input = new Activation(1, 1, 1, Channels, type);
            input.FrameSpan(0).Clear();
            using var output = convolution.Run(input);
            return output.Type == type;
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return false;
        }
    }
}
