using Rvos.Libtorch;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>The ConvLSTM of S2S (Xu et al. 2018): gates i, f, o and g from one convolution over [input, hidden], all of them logistic;
/// c = f*c' + i*g, h = o*max(c, 0). What the input contributes to the gates is the same for all objects of a frame.</summary>
public sealed class RectifiedConvLstm : nn.Module
{
    /// <summary>A memory of <paramref name="channels"/> channels that reads a map of as many.</summary>
    public RectifiedConvLstm(int channels, int kernel)
        : base(nameof(RectifiedConvLstm))
    {
        Channels = channels;
        Gates = new Convolution(2 * channels, 4 * channels, kernel);
        register_module("conv", Gates);
    }

    /// <summary>Channels of input, hidden and cell map.</summary>
    public int Channels { get; }

    /// <summary>The gate convolution over [input, hidden]; output channels in the order i, f, o, g.</summary>
    public Convolution Gates { get; }

    /// <summary>The input's weights (4c,c,k,k).</summary>
    public Tensor InputWeight => Gates.Weight.narrow(1, 0, Channels);

    /// <summary>The hidden map's weights (4c,c,k,k).</summary>
    public Tensor HiddenWeight => Gates.Weight.narrow(1, Channels, Channels);

    /// <summary>The input's share of the gates, with the bias: (N,c,h,w) to (N,4c,h,w).</summary>
    public Tensor Share(Tensor input) => Gates.Apply(input, InputWeight, Gates.Bias);

    /// <summary>One step: maps (N,c,h,w) and the input's share of the gates to the next maps.</summary>
    public (Tensor Hidden, Tensor Cell) Step(Tensor shared, Tensor hidden, Tensor cell)
    {
        var gates = Gates.Apply(hidden, HiddenWeight, null).AddInPlace(shared).sigmoid_().chunk(4, 1);
        var next = gates[1].mul(cell).Add(gates[0].mul(gates[3]));
        return (gates[2].mul(next.relu()), next);
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
