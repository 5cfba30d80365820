namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>Identity metrics (Ristani et al., Performance measures and a data set for multi-target, multi-camera tracking, 2016): each true object
/// belongs to at most one found object in the whole sequence, so that as many masks as possible agree (IoU of 0.5 or more).</summary>
/// <param name="TruePositives">IDTP: masks that agree.</param>
/// <param name="FalseNegatives">IDFN: true masks that do not.</param>
/// <param name="FalsePositives">IDFP: found masks that do not.</param>
public sealed record IdentityScore(int TruePositives, int FalseNegatives, int FalsePositives)
{
    /// <summary>IDF1, in [0,1].</summary>
    public double F1 => TruePositives / Math.Max(1, TruePositives + 0.5 * FalsePositives + 0.5 * FalseNegatives);

    /// <summary>IDR, in [0,1].</summary>
    public double Recall => TruePositives / Math.Max(1.0, TruePositives + FalseNegatives);

    /// <summary>IDP, in [0,1].</summary>
    public double Precision => TruePositives / Math.Max(1.0, TruePositives + FalsePositives);

    /// <summary>Scores over several sequences.</summary>
    public static IdentityScore Combine(IReadOnlyCollection<IdentityScore> scores) =>
        new(scores.Sum(s => s.TruePositives), scores.Sum(s => s.FalseNegatives), scores.Sum(s => s.FalsePositives));
}
