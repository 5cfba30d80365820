using Rvos.Libtorch;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>Matched masks in the pass over a batch of clips: references are the masks of frame 0, and frames are remembered as in sessions. Their own loss teaches the keys directly.</summary>
internal sealed class ClipMatching
{
    private const double Least = 1e-3;

    private readonly MaskMatcher matcher;
    private readonly NetworkOptions network;
    private readonly ClipBatch batch;
    private readonly LossOptions options;
    private readonly List<Tensor> losses = [], keysOf = [];
    // Entry t is the mask of frame t, as shares.
    private readonly List<Tensor>[] sharesOf;

    // Entry t is the hidden map of frame t (B,f,hw).
    private readonly List<Tensor>[] featuresOf;
    private Tensor? near, toFirst, toBefore, toBank;
    private long[] remembered = [];
    private int frame = -1;

    internal ClipMatching(MaskMatcher matcher, NetworkOptions network, ClipBatch batch, LossOptions options)
    {
        (this.matcher, this.network, this.batch, this.options) = (matcher, network, batch, options);
        sharesOf = Enumerable.Range(0, batch.Objects).Select(_ => new List<Tensor>()).ToArray();
        featuresOf = Enumerable.Range(0, batch.Objects).Select(_ => new List<Tensor>()).ToArray();
    }

    /// <summary>Enters the next frame.</summary>
    /// <param name="keys">Its keys (B,c,h,w).</param>
    internal void Enter(Tensor keys)
    {
        frame++;
        if (frame > 0)
        {
            near ??= MaskMatcher.Near(keys.shape[2], keys.shape[3], keys.device);
            toFirst = MaskMatcher.Attend(keys, keysOf[0], matcher.Sharpness, null);
            toBefore = MaskMatcher.Attend(keys, keysOf[^1], matcher.Sharpness, near);
            if (matcher.RecallSharpness is { } sharpness)
            {
                remembered = MemoryRule.Ages(frame - 1, network.MemoryFrames).Prepend(0).ToArray();
                toBank = MaskMatcher.Recollect(keys, cat(remembered.Select(age => MaskMatcher.Flat(keysOf[(int)age])).ToArray(), 2), sharpness, network.Mutual);
            }
        }

        keysOf.Add(keys);
        losses.Clear();
    }

    /// <summary>Leaves frame 0, whose masks are the references from now on.</summary>
    /// <param name="found">The network's masks of it (N,B,1,H,W).</param>
    internal void Settle(Tensor found)
    {
        for (var slot = 0; slot < sharesOf.Length; slot++) sharesOf[slot].Add(MaskMatcher.Shrink(batch.First(slot, found.select(0, slot))));
    }

    /// <summary>The masks that the cells read: the previous mask and the matched ones.</summary>
    /// <param name="slot">Object slot.</param>
    /// <param name="previous">Its previous mask (B,1,H,W); in frame 0 the given one.</param>
    internal Tensor[] Masks(int slot, Tensor previous)
    {
        var carried = MaskMatcher.Shrink(previous);
        var parts = frame == 0 ? Given(carried) : Found(slot, carried);
        var matched = cat(parts, 1);
        if (frame > 0 && options.MatchingWeight > 0) losses.Add(LossOf(parts, slot));
        return MaskMatcher.Append(MaskMatcher.Join(MaskPyramid.Build(previous), matched), Features(slot, carried));
    }

    /// <summary>Takes note of an object's hidden maps in this frame.</summary>
    internal void Remember(int slot, IReadOnlyList<Tensor> hidden)
    {
        if (network.Features) featuresOf[slot].Add(MaskMatcher.Flat(hidden[MaskMatcher.Level].to_type(ScalarType.Float32)));
    }

    /// <summary>Weighted loss of the frame's matched masks; null when there is none.</summary>
    internal Tensor? Loss() => losses.Count == 0 ? null : (stack(losses).sum() / batch.Present.sum().Add(1e-6)).Multiply(options.MatchingWeight);

    private Tensor[] Given(Tensor shares) => network.RecalledChannels switch
    {
        0 => [shares, shares],
        1 => [shares, shares, shares],
        _ => [shares, shares, shares, shares.SubtractFrom(1)],
    };

    private Tensor[] Found(int slot, Tensor carried)
    {
        var reference = sharesOf[slot][0];
        if (frame > 1) sharesOf[slot].Add(carried);
        var (first, before) = (MaskMatcher.Find(toFirst!, reference), MaskMatcher.Find(toBefore!, carried));
        if (toBank is null) return [first, before];
        var shares = cat(remembered.Select(age => MaskMatcher.Flat(sharesOf[slot][(int)age])).ToArray(), 2);
        return [first, before, MaskMatcher.Recall(toBank, shares, network.Mutual, carried.shape[2], carried.shape[3])];
    }

    private Tensor? Features(int slot, Tensor carried)
    {
        if (!network.Features) return null;
        var (height, width) = (carried.shape[2], carried.shape[3]);
        if (frame == 0) return zeros([carried.shape[0], network.FeatureChannels, height, width], device: carried.device);
        return MaskMatcher.RecallFeatures(toBank!, cat(remembered.Select(age => featuresOf[slot][(int)age]).ToArray(), 2), height, width);
    }

    private Tensor LossOf(Tensor[] parts, int slot)
    {
        var truth = MaskMatcher.Shrink(batch.Target(frame, slot));
        var probabilities = cat(parts.Select(Decided).ToArray(), 1).Clamp(Least, 1 - Least);
        var cost = (truth * probabilities.log()).Add(truth.SubtractFrom(1) * probabilities.SubtractFrom(1).log());
        return (cost.mean([1, 2, 3]) * batch.Present.select(0, slot)).sum().neg();
    }

    // Of object and background apart, what belongs to neither counts half for each.
    private static Tensor Decided(Tensor found) => found.shape[1] == 1 ? found : found.narrow(1, 0, 1).sub(found.narrow(1, 1, 1)).Add(1).Multiply(0.5);
}
