namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>Scores of one class as TrackEval computes them.</summary>
/// <param name="Hota">Higher-order tracking accuracy.</param>
/// <param name="Clear">CLEAR metrics.</param>
/// <param name="Identity">Identity metrics.</param>
/// <param name="Counts">How much there is.</param>
public sealed record TrackingScore(HotaScore Hota, ClearScore Clear, IdentityScore Identity, TrackCounts Counts)
{
    /// <summary>Scores over several sequences.</summary>
    public static TrackingScore Combine(IReadOnlyCollection<TrackingScore> scores) => new(
        HotaScore.Combine(scores.Select(s => s.Hota).ToArray()),
        ClearScore.Combine(scores.Select(s => s.Clear).ToArray()),
        IdentityScore.Combine(scores.Select(s => s.Identity).ToArray()),
        TrackCounts.Combine(scores.Select(s => s.Counts).ToArray()));
}
