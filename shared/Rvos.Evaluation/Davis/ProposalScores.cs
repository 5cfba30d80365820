using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Regions;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Davis;

/// <summary>Scores of every proposal against every object in one frame.</summary>
internal sealed class ProposalScores
{
    private const byte Void = 255;
    private readonly FrameScore[,] scores;

    // A proposal without a pixel: all right where the object has none, else all wrong.
    private readonly FrameScore[] nothing;

    internal ProposalScores(LabelMask truth, LabelMask result, int objects, double tolerance)
    {
        Proposals = result.Labels.Max();
        var isVoid = BitMask.Of(truth, Void);
        var truths = Enumerable.Range(1, objects).Select(o => new ObjectShape(truth, (byte)o, isVoid, tolerance)).ToArray();
        var proposals = Enumerable.Range(1, Proposals).Select(p => new ObjectShape(result, (byte)p, isVoid, tolerance)).ToArray();
        var empty = new ObjectShape(new LabelMask(truth.Width, truth.Height, new byte[truth.Labels.Length]), 1, null, tolerance);
        nothing = truths.Select(t => t.Score(empty)).ToArray();
        scores = new FrameScore[Proposals, objects];
        for (var p = 0; p < Proposals; p++)
            for (var o = 0; o < objects; o++) scores[p, o] = truths[o].Score(proposals[p]);
    }

    /// <summary>Highest label of the frame.</summary>
    internal int Proposals { get; }

    internal FrameScore this[int proposal, int item] => proposal < Proposals ? scores[proposal, item] : nothing[item];
}
