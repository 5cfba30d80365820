using Rvos.Evaluation.Statistics;

namespace Rvos.Evaluation.Davis;

/// <summary>Scores of a set of sequences; means are over all objects of all sequences, as DAVIS reports them (not sequence by sequence first), and NaN without objects.</summary>
/// <param name="Protocol">The rules.</param>
/// <param name="Sequences">Scores by sequence.</param>
public sealed record DavisScore(DavisProtocol Protocol, IReadOnlyList<DavisSequenceScore> Sequences)
{
    /// <summary>Region similarity.</summary>
    public FrameStatistics J => FrameStatistics.MeanOf(Sequences.SelectMany(s => s.Objects).Select(o => o.JStatistics).ToArray());

    /// <summary>Contour accuracy.</summary>
    public FrameStatistics F => FrameStatistics.MeanOf(Sequences.SelectMany(s => s.Objects).Select(o => o.FStatistics).ToArray());

    /// <summary>Mean of mean J and mean F, the number DAVIS ranks by.</summary>
    public double JAndF => (J.Mean + F.Mean) / 2;
}
