using Rvos.Evaluation.Statistics;

namespace Rvos.Evaluation.Davis;

/// <summary>Scores of a set of sequences.</summary>
/// <param name="Sequences">Scores by sequence.</param>
public sealed record DavisScore(IReadOnlyList<DavisSequenceScore> Sequences)
{
    /// <summary>Means over all objects of all sequences, as DAVIS reports them (not sequence by sequence first); NaN without objects.</summary>
    public FrameStatistics J => FrameStatistics.MeanOf(Sequences.SelectMany(s => s.Objects).Select(o => o.JStatistics).ToArray());
}
