using Rvos.Libtorch;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>The network as it was trained, on any device that libtorch has: the reference that the fused engine is compared with, and the way to a GPU.</summary>
public sealed class TorchEngine : IInferenceEngine
{
    private readonly RvosNetwork network;
    private readonly Device device;
    private readonly ScalarType type;

    /// <summary>Takes over a network whose tensors are on the device already.</summary>
    public TorchEngine(RvosNetwork network, Device device, ScalarType type)
    {
        (this.network, this.device, this.type) = (network, device, type);
        network.eval();
        Finder = network.Decoder.Matcher is { } matcher ? new TorchMaskFinder(matcher, network.Options.RecalledChannels, device) : null;
    }

    /// <inheritdoc/>
    public IMaskFinder? Finder { get; }

    /// <inheritdoc/>
    public string Description => $"libtorch {(type == ScalarType.BFloat16 ? "bf16" : "fp32")} on {device}";

    /// <inheritdoc/>
    public string Arithmetic => Describe(type, device);

    /// <inheritdoc/>
    public IFramePyramid EncodePyramid(ReadOnlySpan<byte> rgb, int frames, int height, int width)
    {
        if (rgb.Length != (long)frames * height * width * 3) throw new ArgumentException($"{rgb.Length} bytes are not {frames} frames of {width}x{height} RGB", nameof(rgb));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var bytes = tensor(rgb.ToArray(), [frames, height, width, 3]).to(device).to_type(ScalarType.Float32);
        var mean = tensor(FrameNormalisation.Mean).to(device);
        var deviation = tensor(FrameNormalisation.Deviation).to(device);
        var input = ((bytes.Divide(255.0) - mean) / deviation).to_type(type).permute(0, 3, 1, 2);
        var pyramid = network.Encoder.forward(input);
        foreach (var map in pyramid.Maps) map.DetachFromDisposeScope();
        return new TorchPyramid(pyramid, height, width);
    }

    /// <inheritdoc/>
    public IFrameFeatures Share(IFramePyramid pyramid)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var own = (TorchPyramid)pyramid;
        var shared = network.Decoder.Share(own.Pyramid);
        foreach (var held in shared.Maps.Concat(shared.ObjectWeights)) held.DetachFromDisposeScope();
        shared.Keys?.DetachFromDisposeScope();
        return new TorchFeatures(shared, own.Height, own.Width);
    }

    /// <inheritdoc/>
    public IFramePyramid LoadPyramid(BinaryReader reader) => TorchPyramid.Load(reader, network.Options.SkipChannels, device, type);

    /// <inheritdoc/>
    public FrameKeys Keys(IFrameFeatures features, int frame)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var keys = ((TorchFeatures)features).Shared.Keys ?? throw new NotSupportedException("this network does not match masks");
        var shape = keys.shape;
        return new FrameKeys((int)shape[1], (int)shape[2], (int)shape[3], FoldedConvolution.Values(keys.narrow(0, frame, 1).permute(0, 2, 3, 1)));
    }

    /// <inheritdoc/>
    public IObjectState Step(IFrameFeatures features, int frame, ReadOnlySpan<float> previousMask, MatchedMasks? matched, IObjectState? spatial, IObjectState? temporal, Span<float> probabilities)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var own = (TorchFeatures)features;
        var masks = network.Options.UsesMask ? MaskPyramid.Build(tensor(previousMask.ToArray(), [1, 1, own.Height, own.Width]).to(device)) : null;
        if (masks is not null && matched is not null) masks = MaskMatcher.Append(MaskMatcher.Join(masks, matched.ToTensor().to(device)), matched.FeaturesTensor()?.to(device));
        var (logits, state) = network.Decoder.Step(own.Shared.Frames(frame, 1), masks, ((TorchState?)spatial)?.State, ((TorchState?)temporal)?.State.Hidden);
        var full = nn.functional.interpolate(logits.to_type(ScalarType.Float32), [own.Height, own.Width], mode: InterpolationMode.Bilinear, align_corners: true).sigmoid();
        full.cpu().contiguous().data<float>().ToArray().CopyTo(probabilities);
        foreach (var map in state.Hidden.Concat(state.Cell)) map.DetachFromDisposeScope();
        return new TorchState(state);
    }

    /// <inheritdoc/>
    public IObjectState Load(BinaryReader reader, int height, int width) => TorchState.Load(reader, device, type);

    /// <summary>The arithmetic of plain operators.</summary>
    internal static string Describe(ScalarType type, Device device) => $"{(type == ScalarType.BFloat16 ? "bf16" : "fp32")} plain {(device.type == DeviceType.CUDA ? "cuda" : "cpu")}";

    /// <inheritdoc/>
    public void Dispose()
    {
        Finder?.Dispose();
        network.Dispose();
    }
}
