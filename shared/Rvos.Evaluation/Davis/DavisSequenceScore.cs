namespace Rvos.Evaluation.Davis;

/// <summary>Scores of one sequence.</summary>
/// <param name="Name">The sequence.</param>
/// <param name="Frames">Names of the evaluated frames.</param>
/// <param name="Objects">Scores of its objects by label; none when the first true mask shows none.</param>
public sealed record DavisSequenceScore(string Name, IReadOnlyList<string> Frames, IReadOnlyList<DavisObjectScore> Objects)
{
    /// <summary>Mean of the objects' mean J; NaN without objects.</summary>
    public double MeanJ => Objects.Sum(o => o.JStatistics.Mean) / Objects.Count;

    /// <summary>Mean of the objects' mean F; NaN without objects.</summary>
    public double MeanF => Objects.Sum(o => o.FStatistics.Mean) / Objects.Count;
}
