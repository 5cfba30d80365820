namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>Higher-order tracking accuracy (Luiten et al., HOTA: A Higher Order Metric for Evaluating Multi-Object Tracking, IJCV 2020), as TrackEval computes
/// it. The properties are means over the thresholds, in [0,1].</summary>
/// <param name="Thresholds">The 19 thresholds 0.05, 0.10 … 0.95.</param>
public sealed record HotaScore(IReadOnlyList<HotaThreshold> Thresholds)
{
    // A quotient that is 1 without matches, as in TrackEval.
    private const double Tiny = 1e-10;

    /// <summary>HOTA.</summary>
    public double Hota => Thresholds.Average(t => t.Hota);

    /// <summary>Detection accuracy.</summary>
    public double DetA => Thresholds.Average(t => t.DetA);

    /// <summary>Association accuracy.</summary>
    public double AssA => Thresholds.Average(t => t.AssA);

    /// <summary>Detection recall.</summary>
    public double DetRe => Thresholds.Average(t => t.DetRe);

    /// <summary>Detection precision.</summary>
    public double DetPr => Thresholds.Average(t => t.DetPr);

    /// <summary>Association recall.</summary>
    public double AssRe => Thresholds.Average(t => t.AssRe);

    /// <summary>Association precision.</summary>
    public double AssPr => Thresholds.Average(t => t.AssPr);

    /// <summary>Localisation accuracy.</summary>
    public double LocA => Thresholds.Average(t => t.LocA);

    /// <summary>Open-world tracking accuracy.</summary>
    public double Owta => Thresholds.Average(t => t.Owta);

    /// <summary>HOTA(0): HOTA at the lowest threshold, where localisation hardly counts.</summary>
    public double HotaAtZero => Thresholds[0].Hota;

    /// <summary>LocA(0): localisation accuracy at the lowest threshold.</summary>
    public double LocAAtZero => Thresholds[0].LocA;

    /// <summary>HOTALocA(0): their product.</summary>
    public double HotaLocAAtZero => HotaAtZero * LocAAtZero;

    /// <summary>Scores over several sequences: counts are added, association and localisation weighted by the matches.</summary>
    /// <exception cref="ArgumentException">There is no score.</exception>
    public static HotaScore Combine(IReadOnlyCollection<HotaScore> scores)
    {
        if (scores.Count == 0) throw new ArgumentException("no scores", nameof(scores));
        return new HotaScore(scores.First().Thresholds.Select((_, a) => Combine(scores.Select(s => s.Thresholds[a]).ToArray())).ToArray());
    }

    /// <summary>Mean IoU of matches.</summary>
    internal static double LocalisationOf(double overlapSum, int matches) => Math.Max(Tiny, overlapSum) / Math.Max(Tiny, matches);

    private static HotaThreshold Combine(HotaThreshold[] parts)
    {
        var matches = parts.Sum(p => p.TruePositives);
        return new HotaThreshold(
            parts[0].Alpha, matches, parts.Sum(p => p.FalseNegatives), parts.Sum(p => p.FalsePositives),
            Weighted(p => p.AssA), Weighted(p => p.AssRe), Weighted(p => p.AssPr), LocalisationOf(parts.Sum(p => p.LocA * p.TruePositives), matches));

        double Weighted(Func<HotaThreshold, double> value) => parts.Sum(p => value(p) * p.TruePositives) / Math.Max(1, matches);
    }
}
