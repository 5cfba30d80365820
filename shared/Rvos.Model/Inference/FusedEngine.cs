using Rvos.Fused;
using Rvos.Model.Networks;

namespace Rvos.Model.Inference;

/// <summary>The network on the CPU over <see cref="Rvos.Fused"/>: normalisation folded into convolutions, convolution + bias + ReLU + residual as
/// one primitive, activations NHWC in bf16 or fp32, the frame's share of the gates computed once for all objects.</summary>
public sealed class FusedEngine : IInferenceEngine
{
    private readonly FusedEncoder encoder;
    private readonly FusedDecoder decoder;
    private readonly ElementType type;
    private readonly NetworkOptions options;

    /// <summary>Packs a network's weights; the network may be disposed afterwards.</summary>
    public FusedEngine(RvosNetwork network, ElementType type)
    {
        this.type = type;
        options = network.Options;
        encoder = new FusedEncoder(network.Encoder, type);
        decoder = new FusedDecoder(network.Decoder, options, type);
        if (network.Decoder.Matcher is not { } matcher) return;
        using var sharpness = matcher.Sharpness;
        Finder = new FusedMaskFinder(FoldedConvolution.Values(sharpness)[0]);
    }

    /// <inheritdoc/>
    public IMaskFinder? Finder { get; }

    /// <inheritdoc/>
    public string Description => $"oneDNN {(type == ElementType.BFloat16 ? "bf16" : "fp32")}, fused, on the CPU";

    /// <inheritdoc/>
    public string Arithmetic => $"{(type == ElementType.BFloat16 ? "bf16" : "fp32")} fused cpu";

    /// <inheritdoc/>
    public IFramePyramid EncodePyramid(ReadOnlySpan<byte> rgb, int frames, int height, int width) => new FusedPyramid(encoder.Run(rgb, frames, height, width), height, width);

    /// <inheritdoc/>
    public IFrameFeatures Share(IFramePyramid pyramid)
    {
        var own = (FusedPyramid)pyramid;
        return new FusedFeatures(decoder.Share(own.Maps), decoder.Keys(own.Maps), own.Height, own.Width);
    }

    /// <inheritdoc/>
    public IFramePyramid LoadPyramid(BinaryReader reader) => FusedPyramid.Load(reader, options.SkipChannels, type);

    /// <inheritdoc/>
    public FrameKeys Keys(IFrameFeatures features, int frame)
    {
        var keys = ((FusedFeatures)features).Keys ?? throw new NotSupportedException("this network does not match masks");
        var (places, channels) = (keys.Height * keys.Width, keys.Channels);
        var values = keys.ToSingles(frame);
        for (var i = 0; i < places; i++)
        {
            var key = values.AsSpan(i * channels, channels);
            double squares = 0;
            foreach (var value in key) squares += (double)value * value;
            var length = (float)Math.Max(Math.Sqrt(squares), 1e-6);
            for (var c = 0; c < channels; c++) key[c] /= length;
        }

        return new FrameKeys(channels, keys.Height, keys.Width, values);
    }

    /// <inheritdoc/>
    public IObjectState Step(IFrameFeatures features, int frame, ReadOnlySpan<float> previousMask, MatchedMasks? matched, IObjectState? spatial, IObjectState? temporal, Span<float> probabilities) =>
        decoder.Step((FusedFeatures)features, frame, previousMask, matched, (FusedState?)spatial, (FusedState?)temporal, probabilities);

    /// <inheritdoc/>
    public IObjectState Load(BinaryReader reader, int height, int width) => FusedState.Load(reader, decoder, height, width, type);

    /// <inheritdoc/>
    public void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
        Finder?.Dispose();
    }
}
