namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>HOTA at one localisation threshold. All ratios are in [0,1].</summary>
/// <param name="Alpha">The IoU from which a pair counts as a match.</param>
/// <param name="TruePositives">Matches.</param>
/// <param name="FalseNegatives">True masks without a match.</param>
/// <param name="FalsePositives">Found masks without a match.</param>
/// <param name="AssA">Association accuracy: mean over the matches of the share of frames their two objects have in common.</param>
/// <param name="AssRe">Association recall.</param>
/// <param name="AssPr">Association precision.</param>
/// <param name="LocA">Localisation accuracy: mean IoU of the matches, 1 without any.</param>
public sealed record HotaThreshold(double Alpha, int TruePositives, int FalseNegatives, int FalsePositives, double AssA, double AssRe, double AssPr, double LocA)
{
    /// <summary>Detection accuracy.</summary>
    public double DetA => TruePositives / Math.Max(1.0, TruePositives + FalseNegatives + FalsePositives);

    /// <summary>Detection recall.</summary>
    public double DetRe => TruePositives / Math.Max(1.0, TruePositives + FalseNegatives);

    /// <summary>Detection precision.</summary>
    public double DetPr => TruePositives / Math.Max(1.0, TruePositives + FalsePositives);

    /// <summary>Geometric mean of detection and association accuracy.</summary>
    public double Hota => Math.Sqrt(DetA * AssA);

    /// <summary>Open-world accuracy: geometric mean of detection recall and association accuracy.</summary>
    public double Owta => Math.Sqrt(DetRe * AssA);
}
