using Rvos.Evaluation.Frames;
using Rvos.Numerics;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Davis;

/// <summary>DAVIS-2017, unsupervised: proposals are matched with objects so that the sum of (mean J + mean F) / 2 over the sequence is greatest; others cost nothing.
/// The published evaluator names its rows by the order of the proposals; here they carry the object's own label.</summary>
internal static class ProposedObjects
{
    private const int MaxProposals = 20;

    internal static DavisSequenceScore Evaluate(TruthSequence truth, string results, int objects, EvaluationOptions options)
    {
        var comparison = new FrameComparison(truth, truth.Frames, results, options);
        var scores = comparison.Run(MaskValues.Raw, MaskValues.Raw, (frame, mask, result) =>
        {
            var highest = result.Labels.Max();
            if (highest > MaxProposals) throw comparison.Stray(frame, highest, $"at most {MaxProposals} proposals are allowed");
            return new ProposalScores(mask, result, objects, options.Tolerance);
        });
        var proposalOf = Match(scores, objects);
        return new DavisSequenceScore(truth.Name, truth.Frames.Select(f => f.Name).ToArray(), Enumerable.Range(0, objects).Select(Object).ToArray());

        DavisObjectScore Object(int index) =>
            DavisObjectScore.Of((byte)(index + 1), (byte)(proposalOf[index] + 1), scores.Select(s => s[proposalOf[index], index]).ToArray(), options.WrapBins);
    }

    private static int[] Match(ProposalScores[] frames, int objects)
    {
        var proposals = Math.Max(objects, frames.Max(f => f.Proposals));
        var cost = new double[objects, proposals];
        for (var o = 0; o < objects; o++)
            for (var p = 0; p < proposals; p++) cost[o, p] = -frames.Average(f => (f[p, o].J + f[p, o].F) / 2);
        return HungarianAssignment.Solve(cost);
    }
}
