namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>How much was compared, without the found masks that are ignored.</summary>
/// <param name="Truths">True masks.</param>
/// <param name="Results">Found masks.</param>
/// <param name="TruthTracks">True objects.</param>
/// <param name="ResultTracks">Found objects.</param>
/// <param name="Frames">Frames.</param>
public sealed record TrackCounts(int Truths, int Results, int TruthTracks, int ResultTracks, int Frames)
{
    /// <summary>Counts over several sequences.</summary>
    public static TrackCounts Combine(IReadOnlyCollection<TrackCounts> counts) => new(
        counts.Sum(c => c.Truths), counts.Sum(c => c.Results), counts.Sum(c => c.TruthTracks), counts.Sum(c => c.ResultTracks), counts.Sum(c => c.Frames));
}
