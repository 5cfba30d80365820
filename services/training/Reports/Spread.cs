namespace Rvos.Training.Reports;

/// <summary>Mean and spread of a figure over runs.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation of the sample (n - 1); NaN for one run.</param>
/// <param name="Least">Least.</param>
/// <param name="Most">Greatest.</param>
public sealed record Spread(double Mean, double Deviation, double Least, double Most)
{
    /// <summary>The spread of some values.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        var deviation = values.Count > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)) : double.NaN;
        return new Spread(mean, deviation, values.Min(), values.Max());
    }
}
