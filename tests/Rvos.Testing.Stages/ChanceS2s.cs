using Rvos.Libtorch;
using Rvos.Model.S2S;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Testing.Stages;

/// <summary>S2S networks with weights of chance whose masks nevertheless have an inside and an outside.</summary>
public static class ChanceS2s
{
    private const double Spread = 4;

    /// <summary>A network; the same seed gives the same one.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">Of its weights.</param>
    public static S2sNetwork Make(S2sOptions options, int seed)
    {
        manual_seed(seed);
        var network = new S2sNetwork(options);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var frame = randn([1, 3, 64, 96]);
        var step = network.Step(network.Share(network.Encoder.forward(frame)), network.Initialiser.Initialise(frame, zeros([1, 1, 64, 96])));
        var centred = step.Mask - step.Mask.mean();
        var factor = Spread / (double)centred.mul(centred).mean().sqrt().item<float>();
        network.Decoder.Output.Weight.MultiplyInPlace(factor);
        var (bias, mean) = (network.Decoder.Output.Bias!, step.Mask.mean());
        bias.sub_(mean).MultiplyInPlace(factor);
        return network;
    }
}
