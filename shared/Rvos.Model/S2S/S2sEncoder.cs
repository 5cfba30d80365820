using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>The frame encoder: VGG-16 and two 1x1 convolutions at its coarsest map. Runs once per frame, for all objects.</summary>
public sealed class S2sEncoder : nn.Module<Tensor, S2sMaps>
{
    /// <summary>An encoder of a shape.</summary>
    public S2sEncoder(S2sOptions options)
        : base(nameof(S2sEncoder))
    {
        var (w, wide) = (options.Width, options.HeadFactor * options.Width);
        Vgg = new PooledVgg(3, w);
        register_module("vgg_backbone", Vgg);
        Head = new ModuleSequence<Convolution>([(0, new Convolution(8 * w, wide, 1)), (2, new Convolution(wide, 8 * w, 1))]);
        register_module("out", Head);
    }

    /// <summary>VGG-16.</summary>
    public PooledVgg Vgg { get; }

    /// <summary>The two convolutions after it.</summary>
    public ModuleSequence<Convolution> Head { get; }

    /// <summary>Frames (N,3,H,W), RGB normalised by <see cref="FrameNormalisation"/>; H and W multiples of 32.</summary>
    public override S2sMaps forward(Tensor input)
    {
        var maps = Vgg.forward(input);
        return new S2sMaps(input, maps, Head.Items.Aggregate(maps[4], (x, convolution) => convolution.Rectified(x)));
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
