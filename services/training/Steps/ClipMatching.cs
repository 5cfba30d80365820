using Rvos.Libtorch;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>Matched masks in the pass over a batch of clips: references are the masks of frame 0. Their own loss teaches the keys directly.</summary>
internal sealed class ClipMatching(MaskMatcher matcher, ClipBatch batch, LossOptions options)
{
    private const double Least = 1e-3;

    private readonly List<Tensor> losses = [];
    private Tensor? first, before, near, toFirst, toBefore;
    private int frame = -1;

    /// <summary>Enters the next frame.</summary>
    /// <param name="keys">Its keys (B,c,h,w).</param>
    internal void Enter(Tensor keys)
    {
        frame++;
        if (frame > 0)
        {
            near ??= MaskMatcher.Near(keys.shape[2], keys.shape[3], keys.device);
            toFirst = MaskMatcher.Attend(keys, first!, matcher.Sharpness, null);
            toBefore = MaskMatcher.Attend(keys, before!, matcher.Sharpness, near);
        }

        first ??= keys;
        before = keys;
        losses.Clear();
    }

    /// <summary>The masks that the cells read: the previous mask and the matched ones.</summary>
    /// <param name="slot">Object slot.</param>
    /// <param name="previous">Its previous mask (B,1,H,W); in frame 0 the given one.</param>
    internal Tensor[] Masks(int slot, Tensor previous)
    {
        var carried = MaskMatcher.Shrink(previous);
        if (frame == 0) return MaskMatcher.Join(MaskPyramid.Build(previous), cat([carried, carried], 1));
        var reference = MaskMatcher.Shrink(batch.Target(0, slot));
        var matched = cat([MaskMatcher.Find(toFirst!, reference), MaskMatcher.Find(toBefore!, carried)], 1);
        if (options.MatchingWeight > 0) losses.Add(LossOf(matched, slot));
        return MaskMatcher.Join(MaskPyramid.Build(previous), matched);
    }

    /// <summary>Weighted loss of the frame's matched masks; null when there is none.</summary>
    internal Tensor? Loss() => losses.Count == 0 ? null : (stack(losses).sum() / batch.Present.sum().Add(1e-6)).Multiply(options.MatchingWeight);

    private Tensor LossOf(Tensor matched, int slot)
    {
        var truth = MaskMatcher.Shrink(batch.Target(frame, slot));
        var probabilities = matched.Clamp(Least, 1 - Least);
        var cost = (truth * probabilities.log()).Add(truth.SubtractFrom(1) * probabilities.SubtractFrom(1).log());
        return (cost.mean([1, 2, 3]) * batch.Present.select(0, slot)).sum().neg();
    }
}
