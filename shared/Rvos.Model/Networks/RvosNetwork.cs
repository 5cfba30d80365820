using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>Encoder and decoder under the names that weights files use: <c>encoder.*</c> and <c>decoder.*</c>.</summary>
public sealed class RvosNetwork : nn.Module
{
    /// <summary>A network with fresh weights; seed <c>torch.manual_seed</c> for the same ones.</summary>
    public RvosNetwork(NetworkOptions options)
        : base(nameof(RvosNetwork))
    {
        Options = options.Validated();
        Encoder = new FeatureEncoder(options);
        Decoder = new MaskDecoder(options);
        register_module("encoder", Encoder);
        register_module("decoder", Decoder);
    }

    /// <summary>Its shape.</summary>
    public NetworkOptions Options { get; }

    /// <summary>Frames to features.</summary>
    public FeatureEncoder Encoder { get; }

    /// <summary>Features to masks.</summary>
    public MaskDecoder Decoder { get; }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
