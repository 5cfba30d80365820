using Rvos.Libtorch;
using Rvos.Model.Inference;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S.Inference;

/// <summary>An S2S network as it was trained, on any device that libtorch has. A step without a state before it makes the object's first state from the frame and the
/// given mask, and gives that mask back; later steps read no mask.</summary>
public sealed class S2sEngine : IInferenceEngine
{
    private readonly S2sNetwork network;

    /// <summary>Takes over a network whose tensors are on the device already.</summary>
    public S2sEngine(S2sNetwork network, Device device, ScalarType type)
    {
        (this.network, Device, Type) = (network, device, type);
        network.eval();
    }

    /// <inheritdoc/>
    public string Description => $"libtorch {(Type == ScalarType.BFloat16 ? "bf16" : "fp32")} on {Device}";

    /// <inheritdoc/>
    public string Arithmetic => TorchEngine.Describe(Type, Device);

    internal S2sOptions Options => network.Options;

    internal Device Device { get; }

    internal ScalarType Type { get; }

    /// <inheritdoc/>
    public IFramePyramid EncodePyramid(ReadOnlySpan<byte> rgb, int frames, int height, int width)
    {
        if (rgb.Length != (long)frames * height * width * 3) throw new ArgumentException($"{rgb.Length} bytes are not {frames} frames of {width}x{height} RGB", nameof(rgb));
        if (height % Options.SideStep != 0 || width % Options.SideStep != 0) throw new ArgumentException($"frames of {width}x{height}: sides must be multiples of {Options.SideStep}");
        var bytes = rgb.ToArray();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var input = Normalise(bytes, frames, height, width);
        // Frame by frame: libtorch may choose other kernels for a batch, and which frames meet in one must not show in the masks.
        var each = Enumerable.Range(0, frames).Select(i => network.Encoder.forward(input.narrow(0, i, 1))).ToArray();
        var maps = new S2sMaps(input, Enumerable.Range(0, each[0].Pooled.Count).Select(m => cat(each.Select(e => e.Pooled[m]).ToArray(), 0)).ToArray(), cat(each.Select(e => e.Head).ToArray(), 0));
        foreach (var tensor in maps.All) tensor.DetachFromDisposeScope();
        return new S2sPyramid(bytes, maps, height, width);
    }

    /// <inheritdoc/>
    public IFrameFeatures Share(IFramePyramid pyramid)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var own = (S2sPyramid)pyramid;
        var each = Enumerable.Range(0, own.Frames).Select(i => network.Share(own.Maps.Slice(i, 1))).ToArray();
        var shared = new S2sShared(own.Maps.Frames.clone(), Join(each.Select(e => e.Gates)), Join(each.Select(e => e.Skips)));
        foreach (var tensor in shared.All) tensor.DetachFromDisposeScope();
        return new S2sFeatures(shared, own.Height, own.Width);
    }

    /// <inheritdoc/>
    public IFramePyramid LoadPyramid(BinaryReader reader) => S2sPyramid.Load(reader, this);

    /// <inheritdoc/>
    public IObjectState Step(IFrameFeatures features, int frame, ReadOnlySpan<float> previousMask, MatchedMasks? matched, IObjectState? spatial, IObjectState? temporal, Span<float> probabilities)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var own = (S2sFeatures)features;
        var shared = own.Shared.Slice(frame, 1);
        S2sState state;
        if (temporal is null)
        {
            state = network.Initialiser.Initialise(shared.Frames, tensor(previousMask.ToArray(), [1, 1, own.Height, own.Width]).to(Device));
            previousMask.CopyTo(probabilities);
        }
        else
        {
            var step = network.Step(shared, ((S2sObjectState)temporal).State);
            state = step.State;
            step.Mask.to_type(ScalarType.Float32).sigmoid().cpu().contiguous().data<float>().ToArray().CopyTo(probabilities);
        }

        foreach (var map in state.Hidden.Concat(state.Cell)) map.DetachFromDisposeScope();
        return new S2sObjectState(state);
    }

    /// <inheritdoc/>
    public IObjectState Load(BinaryReader reader, int height, int width) => S2sObjectState.Load(reader, this, height, width);

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    /// <summary>RGB bytes (N,H,W,3) to normalised frames (N,3,H,W).</summary>
    internal Tensor Normalise(byte[] rgb, int frames, int height, int width)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor(rgb, [frames, height, width, 3]).to(Device).to_type(ScalarType.Float32);
        var (mean, deviation) = (tensor(FrameNormalisation.Mean).to(Device), tensor(FrameNormalisation.Deviation).to(Device));
        return ((bytes.Divide(255.0) - mean) / deviation).to_type(Type).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor[] Join(IEnumerable<IReadOnlyList<Tensor>> frames)
    {
        var list = frames.ToArray();
        return Enumerable.Range(0, list[0].Count).Select(i => cat(list.Select(f => f[i]).ToArray(), 0)).ToArray();
    }
}
