namespace Rvos.Evaluation.Mots;

/// <summary>Scores of one class as mots_tools computes them (Voigtlaender et al., MOTS: Multi-Object Tracking and Segmentation, CVPR 2019). Scores of several
/// sequences come from their added counts and sums, never from a mean of ratios.</summary>
/// <param name="Frames">Frames, with or without objects.</param>
/// <param name="Truths">True masks.</param>
/// <param name="Results">Found masks, ignored ones too.</param>
/// <param name="TruthTracks">True objects.</param>
/// <param name="ResultTracks">Found objects, ignored ones too.</param>
/// <param name="TruePositives">Pairs with IoU above 0.5.</param>
/// <param name="FalsePositives">Found masks that match none and are not ignored.</param>
/// <param name="FalseNegatives">True masks without a match.</param>
/// <param name="Ignored">Found masks without a match that lie by more than half in ignored regions.</param>
/// <param name="IdSwitches">Matches whose found object is another one than at the true object's last match.</param>
/// <param name="Fragments">Interruptions of tracks, counted as mots_tools does.</param>
/// <param name="MostlyTracked">True objects matched in more than 80 % of their frames.</param>
/// <param name="PartlyTracked">True objects matched in 20 % to 80 % of their frames.</param>
/// <param name="MostlyLost">True objects matched in less than 20 % of their frames.</param>
/// <param name="SoftTruePositives">Sum of IoU over the matches.</param>
/// <param name="FrameOverlaps">Sum over the frames of the mean IoU of their matches, 1 for a frame without.</param>
public sealed record MotsScore(
    int Frames, int Truths, int Results, int TruthTracks, int ResultTracks, int TruePositives, int FalsePositives, int FalseNegatives, int Ignored,
    int IdSwitches, int Fragments, int MostlyTracked, int PartlyTracked, int MostlyLost, double SoftTruePositives, double FrameOverlaps)
{
    /// <summary>MOTSA: 1 at best, no lower bound; -∞ without true masks.</summary>
    public double Motsa => OfTruths(Truths - FalseNegatives - FalsePositives - IdSwitches);

    /// <summary>sMOTSA: as <see cref="Motsa"/>, with the IoU of each match instead of 1.</summary>
    public double SoftMotsa => OfTruths(SoftTruePositives - FalsePositives - IdSwitches);

    /// <summary>MOTSP: mean IoU of the matches, in (0.5,1]; +∞ without any.</summary>
    public double Motsp => TruePositives > 0 ? SoftTruePositives / TruePositives : double.PositiveInfinity;

    /// <summary>MODSA: <see cref="Motsa"/> without identity switches.</summary>
    public double Modsa => OfTruths(Truths - FalseNegatives - FalsePositives);

    /// <summary>MOTSAL: <see cref="Motsa"/> with log10 of the identity switches; one switch counts as none.</summary>
    public double Motsal => OfTruths(Truths - FalseNegatives - FalsePositives - (IdSwitches > 0 ? Math.Log10(IdSwitches) : 0));

    /// <summary>MODSP: mean over all frames of the mean IoU of their matches, in [0.5,1]; NaN without frames.</summary>
    public double Modsp => FrameOverlaps / Frames;

    /// <summary>Share of the true masks that were found, in [0,1]; 0 also when nothing was found that counts.</summary>
    public double Recall => IsCountable ? TruePositives / (double)(TruePositives + FalseNegatives) : 0;

    /// <summary>Share of the found masks that are true, in [0,1]; 0 also when there is no true mask.</summary>
    public double Precision => IsCountable ? TruePositives / (double)(TruePositives + FalsePositives) : 0;

    /// <summary>Harmonic mean of precision and recall, in [0,1].</summary>
    public double F1 => Recall + Precision > 0 ? 2 * Recall * Precision / (Recall + Precision) : 0;

    /// <summary>FAR: false positives for each frame; NaN without frames.</summary>
    public double FalseAlarmRate => FalsePositives / (double)Frames;

    /// <summary>Share of <see cref="MostlyTracked"/>, in [0,1]; 0 without true objects.</summary>
    public double MostlyTrackedShare => OfTracks(MostlyTracked);

    /// <summary>Share of <see cref="PartlyTracked"/>, in [0,1]; 0 without true objects.</summary>
    public double PartlyTrackedShare => OfTracks(PartlyTracked);

    /// <summary>Share of <see cref="MostlyLost"/>, in [0,1]; 0 without true objects.</summary>
    public double MostlyLostShare => OfTracks(MostlyLost);

    private bool IsCountable => TruePositives + FalsePositives > 0 && TruePositives + FalseNegatives > 0;

    /// <summary>Scores over several sequences.</summary>
    public static MotsScore Combine(IReadOnlyCollection<MotsScore> scores) => new(
        scores.Sum(s => s.Frames), scores.Sum(s => s.Truths), scores.Sum(s => s.Results), scores.Sum(s => s.TruthTracks), scores.Sum(s => s.ResultTracks),
        scores.Sum(s => s.TruePositives), scores.Sum(s => s.FalsePositives), scores.Sum(s => s.FalseNegatives), scores.Sum(s => s.Ignored),
        scores.Sum(s => s.IdSwitches), scores.Sum(s => s.Fragments), scores.Sum(s => s.MostlyTracked), scores.Sum(s => s.PartlyTracked),
        scores.Sum(s => s.MostlyLost), scores.Sum(s => s.SoftTruePositives), scores.Sum(s => s.FrameOverlaps));

    private double OfTruths(double count) => Truths > 0 ? count / Truths : double.NegativeInfinity;

    private double OfTracks(int count) => TruthTracks > 0 ? count / (double)TruthTracks : 0;
}
