using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>The projection of a residual block's shortcut: convolution 1x1 and normalisation.</summary>
public sealed class Downsampling : nn.Module<Tensor, Tensor>
{
    /// <summary>A projection between channel counts with a stride.</summary>
    public Downsampling(int inputs, int outputs, int stride)
        : base(nameof(Downsampling))
    {
        Convolution = new Convolution(inputs, outputs, 1, stride, withBias: false);
        Norm = new BatchNormalisation(outputs);
        register_module("0", Convolution);
        register_module("1", Norm);
    }

    /// <summary>The convolution.</summary>
    public Convolution Convolution { get; }

    /// <summary>The normalisation.</summary>
    public BatchNormalisation Norm { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Norm.forward(Convolution.forward(input));

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
