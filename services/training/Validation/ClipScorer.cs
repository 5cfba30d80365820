using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Regions;
using Rvos.Numerics;
using Rvos.Training.Data;
using Rvos.Video.Masks;

namespace Rvos.Training.Validation;

/// <summary>Compares a clip's predicted probabilities with its labels, as the evaluation of DAVIS does: masks of objects exclude each other, J and F of each object
/// are means over its frames. The first frame counts only when the network had to find the objects itself.</summary>
public static class ClipScorer
{
    /// <summary>Labels (H,W) of one frame: the most probable slot's, where that is above one half.</summary>
    /// <param name="probabilities">Probabilities (N,H,W).</param>
    /// <param name="labelOf">Label of each slot; 0 leaves it out.</param>
    /// <param name="pixels">H·W.</param>
    public static byte[] Merge(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> labelOf, int pixels)
    {
        var labels = new byte[pixels];
        for (var i = 0; i < pixels; i++)
        {
            var best = 0.5f;
            for (var slot = 0; slot < labelOf.Length; slot++)
                if (labelOf[slot] != 0 && probabilities[slot * pixels + i] > best) (best, labels[i]) = (probabilities[slot * pixels + i], labelOf[slot]);
        }

        return labels;
    }

    /// <summary>For each slot the object of the first frame that it shows, by greatest total J; 0 for none.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="probabilities">Probabilities of its first frame (N,H,W).</param>
    /// <param name="slots">N.</param>
    public static byte[] Assign(Clip clip, ReadOnlySpan<float> probabilities, int slots)
    {
        var pixels = clip.Height * clip.Width;
        var n = Math.Max(slots, clip.ObjectCount);
        var costs = new double[n, n];
        for (var o = 0; o < clip.ObjectCount; o++)
        {
            for (var slot = 0; slot < slots; slot++)
            {
                long both = 0, either = 0;
                for (var i = 0; i < pixels; i++)
                {
                    var (truth, mask) = (clip.Labels[i] == o + 1, probabilities[slot * pixels + i] > 0.5f);
                    if (truth && mask) both++;
                    if (truth || mask) either++;
                }

                costs[o, slot] = either == 0 ? 0 : -(double)both / either;
            }
        }

        var labelOf = new byte[slots];
        var slotOf = HungarianAssignment.Solve(costs);
        for (var o = 0; o < clip.ObjectCount; o++)
            if (slotOf[o] < slots) labelOf[slotOf[o]] = (byte)(o + 1);
        return labelOf;
    }

    /// <summary>Scores of all objects.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="predicted">Labels of each frame.</param>
    /// <param name="first">First frame that counts.</param>
    public static (double J, double F)[] Score(Clip clip, IReadOnlyList<byte[]> predicted, int first)
    {
        var pixels = clip.Height * clip.Width;
        var sums = new (double J, double F)[clip.ObjectCount];
        for (var t = first; t < clip.Length; t++)
        {
            var truth = new LabelMask(clip.Width, clip.Height, clip.Labels[(t * pixels)..((t + 1) * pixels)]);
            var mask = new LabelMask(clip.Width, clip.Height, predicted[t]);
            var ignored = truth.Labels.AsSpan().Contains(Clip.Ignored) ? BitMask.Of(truth, Clip.Ignored) : null;
            for (var o = 0; o < sums.Length; o++)
            {
                var label = (byte)(o + 1);
                var score = new ObjectShape(truth, label, ignored).Score(new ObjectShape(mask, label, ignored));
                sums[o] = (sums[o].J + score.J, sums[o].F + score.F);
            }
        }

        return sums.Select(s => (s.J / (clip.Length - first), s.F / (clip.Length - first))).ToArray();
    }
}
