using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>The RVOS encoder (Ventura et al. 2019, section 3.1): a backbone, and at each of four strides a 3x3 convolution with
/// normalisation (no ReLU) that makes the skip map the decoder reads. Runs once per frame, for all objects.</summary>
public sealed class FeatureEncoder : nn.Module<Tensor, FeaturePyramid>
{
    private readonly Convolution[] heads = new Convolution[4];
    private readonly BatchNormalisation[] norms = new BatchNormalisation[4];

    /// <summary>An encoder of a shape.</summary>
    public FeatureEncoder(NetworkOptions options)
        : base(nameof(FeatureEncoder))
    {
        options.Validated();
        Backbone = options.Encoder == EncoderKind.Vgg16 ? new VggBackbone(options.Width) : new ResNetBackbone(options.Encoder, options.Width);
        register_module("base", Backbone);
        for (var i = 0; i < 4; i++)
        {
            heads[i] = new Convolution(Backbone.Channels[i], options.SkipChannels[i], 3);
            norms[i] = new BatchNormalisation(options.SkipChannels[i]);
            register_module($"sk{5 - i}", heads[i]);
            register_module($"bn{5 - i}", norms[i]);
        }
    }

    /// <summary>The backbone.</summary>
    public Backbone Backbone { get; }

    /// <summary>Skip convolutions at strides 32, 16, 8, 4.</summary>
    public IReadOnlyList<Convolution> Heads => heads;

    /// <summary>Normalisations of the skip maps at strides 32, 16, 8, 4.</summary>
    public IReadOnlyList<BatchNormalisation> Norms => norms;

    /// <summary>Images (N,3,H,W), RGB normalised by <see cref="FrameNormalisation"/>, to skip maps.</summary>
    public override FeaturePyramid forward(Tensor input)
    {
        var maps = Backbone.forward(input);
        return new FeaturePyramid(Enumerable.Range(0, 4).Select(i => norms[i].forward(heads[i].forward(maps[i]))).ToArray());
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
