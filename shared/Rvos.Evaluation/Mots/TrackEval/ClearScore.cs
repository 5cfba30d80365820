namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>CLEAR metrics (Bernardin and Stiefelhagen, Evaluating multiple object tracking performance, 2008) as TrackEval computes them.</summary>
/// <param name="Frames">Frames; 0 for a sequence that <see cref="IsSkipped"/>.</param>
/// <param name="TruePositives">Pairs matched with an IoU of 0.5 or more.</param>
/// <param name="FalsePositives">Found masks without a match.</param>
/// <param name="FalseNegatives">True masks without a match.</param>
/// <param name="IdSwitches">Matches whose found object is another one than at the true object's last match.</param>
/// <param name="Fragmentations">How often a tracked object is found again after it was lost.</param>
/// <param name="MostlyTracked">True objects matched in more than 80 % of their frames.</param>
/// <param name="PartlyTracked">True objects matched in 20 % to 80 % of their frames.</param>
/// <param name="MostlyLost">True objects matched in less than 20 % of their frames.</param>
/// <param name="OverlapSum">Sum of IoU over the matches.</param>
/// <param name="IsSkipped">A sequence with nothing true or nothing found: TrackEval leaves its ratios at 0 and calls everything mostly lost.</param>
public sealed record ClearScore(
    int Frames, int TruePositives, int FalsePositives, int FalseNegatives, int IdSwitches, int Fragmentations, int MostlyTracked, int PartlyTracked,
    int MostlyLost, double OverlapSum, bool IsSkipped)
{
    /// <summary>MOTA: 1 at best, no lower bound.</summary>
    public double Mota => OfTruths(TruePositives - FalsePositives - IdSwitches);

    /// <summary>sMOTA: as <see cref="Mota"/>, with the IoU of each match instead of 1.</summary>
    public double SoftMota => OfTruths(OverlapSum - FalsePositives - IdSwitches);

    /// <summary>MOTP: mean IoU of the matches, in [0.5,1]; 0 without any.</summary>
    public double Motp => Ratio(OverlapSum, TruePositives);

    /// <summary>MODA: <see cref="Mota"/> without identity switches.</summary>
    public double Moda => OfTruths(TruePositives - FalsePositives);

    /// <summary>MOTAL: <see cref="Mota"/> with log10 of the identity switches.</summary>
    public double Motal => OfTruths(TruePositives - FalsePositives - (IdSwitches > 0 ? Math.Log10(IdSwitches) : 0));

    /// <summary>Share of the true masks that were found, in [0,1].</summary>
    public double Recall => OfTruths(TruePositives);

    /// <summary>Share of the found masks that are true, in [0,1].</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>Harmonic mean of precision and recall, in [0,1].</summary>
    public double F1 => Ratio(TruePositives, TruePositives + 0.5 * FalseNegatives + 0.5 * FalsePositives);

    /// <summary>False positives for each frame.</summary>
    public double FalsePositivesPerFrame => Ratio(FalsePositives, Frames);

    /// <summary>MTR, in [0,1]: share of <see cref="MostlyTracked"/>.</summary>
    public double MostlyTrackedShare => OfTracks(MostlyTracked);

    /// <summary>PTR, in [0,1]: share of <see cref="PartlyTracked"/>.</summary>
    public double PartlyTrackedShare => OfTracks(PartlyTracked);

    /// <summary>MLR, in [0,1]: share of <see cref="MostlyLost"/>.</summary>
    public double MostlyLostShare => IsSkipped ? 1 : OfTracks(MostlyLost);

    /// <summary>Scores over several sequences: counts and sums are added, then the same formulas.</summary>
    public static ClearScore Combine(IReadOnlyCollection<ClearScore> scores) => new(
        scores.Sum(s => s.Frames), scores.Sum(s => s.TruePositives), scores.Sum(s => s.FalsePositives), scores.Sum(s => s.FalseNegatives),
        scores.Sum(s => s.IdSwitches), scores.Sum(s => s.Fragmentations), scores.Sum(s => s.MostlyTracked), scores.Sum(s => s.PartlyTracked),
        scores.Sum(s => s.MostlyLost), scores.Sum(s => s.OverlapSum), IsSkipped: false);

    private double OfTruths(double count) => Ratio(count, TruePositives + FalseNegatives);

    private double OfTracks(int count) => Ratio(count, MostlyTracked + PartlyTracked + MostlyLost);

    private double Ratio(double count, double of) => IsSkipped ? 0 : count / Math.Max(1, of);
}
