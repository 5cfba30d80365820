namespace Rvos.Evaluation.Statistics;

/// <summary>Statistics of the values of one object over the frames of a sequence (Perazzi et al., CVPR 2016, 4.2).</summary>
/// <param name="Mean">Mean of the values that are not NaN.</param>
/// <param name="Recall">Share of the values above 0.5; NaN counts as a miss.</param>
/// <param name="Decay">Mean of the first quarter less that of the last.</param>
public readonly record struct FrameStatistics(double Mean, double Recall, double Decay)
{
    private const int Bins = 4;
    private const double RecallAbove = 0.5;

    /// <summary>Computes them.</summary>
    /// <param name="values">Values in the order of the frames.</param>
    /// <param name="wrapBins">True repeats the published evaluator, which keeps the bounds of the quarters in 8 bits: from 257 values on its decay is NaN or without
    /// meaning. The default is the decay that is meant.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static FrameStatistics Of(IReadOnlyList<double> values, bool wrapBins = false)
    {
        if (values.Count == 0) throw new ArgumentException("no values", nameof(values));
        var bounds = new int[Bins + 1];
        for (var k = 0; k <= Bins; k++)
        {
            // The small term makes halves go up, as in the published evaluator.
            bounds[k] = (int)Math.Round(1 + (values.Count - 1) * (k / (double)Bins) + 1e-10) - 1;
            if (wrapBins) bounds[k] &= 0xFF;
        }

        return new FrameStatistics(
            MeanOf(values),
            values.Count(v => v > RecallAbove) / (double)values.Count,
            MeanOf(Between(values, bounds[0], bounds[1])) - MeanOf(Between(values, bounds[Bins - 1], bounds[Bins])));
    }

    /// <summary>The plain mean of each statistic; NaN in all of them for no items.</summary>
    public static FrameStatistics MeanOf(IReadOnlyCollection<FrameStatistics> items) => new(
        items.Sum(i => i.Mean) / items.Count, items.Sum(i => i.Recall) / items.Count, items.Sum(i => i.Decay) / items.Count);

    private static IEnumerable<double> Between(IReadOnlyList<double> values, int first, int last)
    {
        for (var i = first; i <= last; i++) yield return values[i];
    }

    private static double MeanOf(IEnumerable<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values.Where(v => !double.IsNaN(v))) (sum, count) = (sum + value, count + 1);
        return sum / count;
    }
}
