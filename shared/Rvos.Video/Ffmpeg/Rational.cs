namespace Rvos.Video.Ffmpeg;

/// <summary>An exact fraction as containers use it for rates, time bases and aspect ratios.</summary>
/// <param name="Numerator">The numerator.</param>
/// <param name="Denominator">The denominator, positive.</param>
public readonly record struct Rational(long Numerator, long Denominator)
{
    /// <summary>The value as a double.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>Reads "30000/1001" or "16:9"; null for "0/0", "N/A", negative or zero values and anything else.</summary>
    public static Rational? ParsePositive(string? text)
    {
        var parts = text?.Split('/', ':');
        return parts is [var above, var below] && long.TryParse(above, out var numerator)
            && long.TryParse(below, out var denominator) && numerator > 0 && denominator > 0
                ? new Rational(numerator, denominator)
                : null;
    }

    /// <summary>The time of <paramref name="ticks"/> ticks of this length in seconds.</summary>
    public TimeSpan Time(long ticks) =>
        TimeSpan.FromTicks((long)decimal.Round(decimal.Multiply(ticks, Numerator) * TimeSpan.TicksPerSecond / Denominator));

    /// <inheritdoc/>
    public override string ToString() => $"{Numerator}/{Denominator}";
}
