using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>Runs a network's matching of masks. Time grows with the square of the number of places: at 352x192, 1.1 million
/// products of two keys for each pair of frames. Not safe for two threads at once.</summary>
public sealed class MaskFinder : IDisposable
{
    private readonly Device device;
    private readonly Tensor sharpness;
    private (int Height, int Width, Tensor Mask)? near;

    /// <summary>Takes over what a matcher has learnt.</summary>
    public MaskFinder(MaskMatcher matcher, Device device)
    {
        this.device = device;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        sharpness = matcher.Sharpness.to(device).clone();
        sharpness.DetachFromDisposeScope();
    }

    /// <summary>How much each place of a frame looks at each place of another (1,hw,hw); the caller disposes it.</summary>
    /// <param name="now">Keys of the frame.</param>
    /// <param name="then">Keys of the other one, of the same size.</param>
    /// <param name="nearby">True to look only nearby.</param>
    public Tensor Attend(FrameKeys now, FrameKeys then, bool nearby)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return MaskMatcher.Attend(Place(now), Place(then), sharpness, nearby ? Near(now) : null).MoveToOuterDisposeScope();
    }

    /// <summary>A mask as shares of places (h,w).</summary>
    /// <param name="mask">The mask (H,W) in [0,1].</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static float[] Shrink(float[] mask, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return FoldedConvolution.Values(MaskMatcher.Shrink(tensor(mask, [1, 1, height, width])));
    }

    /// <summary>The mask that attention finds (h,w).</summary>
    /// <param name="attention">From <see cref="Attend"/>.</param>
    /// <param name="shares">The other frame's mask (h,w).</param>
    public float[] Find(Tensor attention, float[] shares)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return FoldedConvolution.Values(MaskMatcher.Find(attention, tensor(shares, [1, 1, shares.Length, 1]).to(device)));
    }

    /// <inheritdoc/>
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

    private Tensor Place(FrameKeys keys) => tensor(keys.Values, [1, keys.Channels, keys.Height, keys.Width]).to(device);
}
