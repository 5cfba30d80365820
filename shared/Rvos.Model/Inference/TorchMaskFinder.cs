using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>Matching with libtorch, as in training, on any device.</summary>
internal sealed class TorchMaskFinder : IMaskFinder
{
    private readonly Device device;
    private readonly Tensor sharpness;
    private (int Height, int Width, Tensor Mask)? near;

    internal TorchMaskFinder(MaskMatcher matcher, Device device)
    {
        this.device = device;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        sharpness = matcher.Sharpness.to(device).clone();
        sharpness.DetachFromDisposeScope();
    }

    public float[][] Find(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, bool nearby)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var attention = MaskMatcher.Attend(Place(now), Place(then), sharpness, nearby ? Near(now) : null);
        return shares.Select(s => FoldedConvolution.Values(MaskMatcher.Find(attention, tensor(s, [1, 1, now.Height, now.Width]).to(device)))).ToArray();
    }

    public void Dispose()
    {
        sharpness.Dispose();
        near?.Mask.Dispose();
    }

    private Tensor Near(FrameKeys keys)
    {
        if (near is { } kept && kept.Height == keys.Height && kept.Width == keys.Width) return kept.Mask;
        near?.Mask.Dispose();
        var mask = MaskMatcher.Near(keys.Height, keys.Width, device);
        mask.DetachFromDisposeScope();
        near = (keys.Height, keys.Width, mask);
        return mask;
    }

    private Tensor Place(FrameKeys keys) => tensor(keys.Values, [1, keys.Height, keys.Width, keys.Channels]).to(device).permute(0, 3, 1, 2);
}
