using Rvos.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>The convolutional LSTM cell of RVOS (Ventura et al. 2019, section 3.2): one 3x3 convolution over
/// [input, skip, previous mask, hidden of the previous object, hidden of the previous frame] gives the gates i, f, o and g;
/// c = f*c' + i*g with the cell of the previous object only, h = o*tanh(c).</summary>
public sealed class ConvLstmCell : nn.Module<ConvLstmInput, (Tensor Hidden, Tensor Cell)>
{
    private readonly int skipStart;
    private readonly int skipChannels;

    /// <summary>A cell. The gate convolution reads <paramref name="inputs"/> channels of the coarser cell's output, then
    /// <paramref name="skipChannels"/> of the skip map, <paramref name="masks"/> mask channels, and two hidden maps.</summary>
    public ConvLstmCell(int inputs, int skipChannels, int hidden, int masks)
        : base(nameof(ConvLstmCell))
    {
        skipStart = inputs;
        this.skipChannels = skipChannels;
        HiddenChannels = hidden;
        Gates = new Convolution(inputs + skipChannels + masks + 2 * hidden, 4 * hidden, 3);
        register_module("Gates", Gates);
    }

    /// <summary>The gate convolution; output channels in the order i, f, o, g.</summary>
    public Convolution Gates { get; }

    /// <summary>Channels of the hidden and the cell map.</summary>
    public int HiddenChannels { get; }

    /// <summary>Weights of the gate convolution that read the skip map (4c,s,3,3).</summary>
    public Tensor SkipWeight => Gates.Weight.narrow(1, skipStart, skipChannels);

    /// <summary>Weights of the gate convolution that read everything else, in its order (4c,n-s,3,3).</summary>
    public Tensor ObjectWeight
    {
        get
        {
            var after = skipStart + skipChannels;
            var rest = Gates.Weight.narrow(1, after, Gates.Weight.shape[1] - after);
            return skipStart == 0 ? rest : cat([Gates.Weight.narrow(1, 0, skipStart), rest], 1);
        }
    }

    /// <summary>One step. All maps (N,·,h,w) are at the cell's stride; the shared part is the skip map's share of the gates with the bias.</summary>
    public override (Tensor Hidden, Tensor Cell) forward(ConvLstmInput input)
    {
        var gates = Gates.Apply(input.ObjectMaps, input.ObjectWeight, null).AddInPlace(input.Shared).chunk(4, 1);
        var written = gates[0].sigmoid().mul(gates[3].tanh());
        var cell = input.Cell is null ? written : gates[1].sigmoid().mul(input.Cell).Add(written);
        return (gates[2].sigmoid().mul(cell.tanh()), cell);
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
