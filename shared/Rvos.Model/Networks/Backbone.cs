using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>A backbone: an image (N,3,H,W) to four maps at strides 32, 16, 8 and 4, coarsest first.</summary>
public abstract class Backbone : nn.Module<Tensor, Tensor[]>
{
    /// <summary>A backbone under a name.</summary>
    protected Backbone(string name)
        : base(name)
    {
    }

    /// <summary>Channels of the four maps, coarsest first.</summary>
    public abstract int[] Channels { get; }
}
