using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>Matching with libtorch, as in training, on any device.</summary>
internal sealed class TorchMaskFinder : IMaskFinder
{
    private readonly Device device;
    private readonly Tensor sharpness;
    private readonly Tensor? recallSharpness;
    private (int Height, int Width, Tensor Mask)? near;

    internal TorchMaskFinder(MaskMatcher matcher, int recalledChannels, Device device)
    {
        (this.device, RecalledChannels) = (device, recalledChannels);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        sharpness = matcher.Sharpness.to(device).clone();
        sharpness.DetachFromDisposeScope();
        recallSharpness = matcher.RecallSharpness?.to(device).clone();
        recallSharpness?.DetachFromDisposeScope();
    }

    public int RecalledChannels { get; }

    public float[][] Find(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, bool nearby)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var attention = MaskMatcher.Attend(Place(now), Place(then), sharpness, nearby ? Near(now) : null);
        return shares.Select(s => FoldedConvolution.Values(MaskMatcher.Find(attention, tensor(s, [1, 1, now.Height, now.Width]).to(device)))).ToArray();
    }

    public (float[][] Masks, float[][] Features)[] Recall(FrameKeys now, IReadOnlyList<FrameKeys> bank, IReadOnlyList<IReadOnlyList<float[]>> shares, IReadOnlyList<IReadOnlyList<float[]>>? features)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var mutual = RecalledChannels > 1;
        var weights = MaskMatcher.Recollect(Place(now), cat(bank.Select(k => MaskMatcher.Flat(Place(k))).ToArray(), 2), recallSharpness!, mutual);
        return shares.Select((s, o) =>
        {
            var masks = MaskMatcher.Recall(weights, tensor(s.SelectMany(v => v).ToArray(), [1, 1, bank.Count * now.Places]).to(device), mutual, now.Height, now.Width);
            var found = features is null ? null : MaskMatcher.RecallFeatures(weights, cat(features[o].Select(f => tensor(f, [1, f.Length / now.Places, now.Places]).to(device)).ToArray(), 2), now.Height, now.Width);
            return (Planes(masks, now.Places), found is null ? [] : Planes(found, now.Places));
        }).ToArray();
    }

    private static float[][] Planes(Tensor maps, int places) => FoldedConvolution.Values(maps).Chunk(places).ToArray();

    public void Dispose()
    {
        recallSharpness?.Dispose();
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
