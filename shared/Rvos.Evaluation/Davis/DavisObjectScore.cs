using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Statistics;

namespace Rvos.Evaluation.Davis;

/// <summary>Scores of one object.</summary>
/// <param name="Label">The object.</param>
/// <param name="Result">Label of the result that was compared with it: the same one, or the proposal it was matched with.</param>
/// <param name="J">Region similarity in each evaluated frame.</param>
/// <param name="F">Contour accuracy in each evaluated frame.</param>
/// <param name="JStatistics">Mean, recall and decay of J.</param>
/// <param name="FStatistics">Mean, recall and decay of F.</param>
public sealed record DavisObjectScore(byte Label, byte Result, IReadOnlyList<double> J, IReadOnlyList<double> F, FrameStatistics JStatistics, FrameStatistics FStatistics)
{
    /// <summary>Mean of mean J and mean F.</summary>
    public double JAndF => (JStatistics.Mean + FStatistics.Mean) / 2;

    internal static DavisObjectScore Of(byte label, byte result, IReadOnlyList<FrameScore> frames, bool wrapBins)
    {
        var (j, f) = (frames.Select(s => s.J).ToArray(), frames.Select(s => s.F).ToArray());
        return new DavisObjectScore(label, result, j, f, FrameStatistics.Of(j, wrapBins), FrameStatistics.Of(f, wrapBins));
    }
}
