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

    /// <summary>The time of <paramref name="ticks"/> ticks of this length in seconds, to 100 ns; halves go to the even one.</summary>
    /// <exception cref="VideoFormatException">It is no <see cref="TimeSpan"/>: more than 29,000 years.</exception>
    public TimeSpan Time(long ticks)
    {
        var (seconds, rest) = Int128.DivRem((Int128)ticks * Numerator, Denominator);
        var (fine, left) = Int128.DivRem(rest * TimeSpan.TicksPerSecond, Denominator);
        var half = 2 * Int128.Abs(left) - Denominator;
        if (half > 0 || (half == 0 && Int128.IsOddInteger(fine))) fine += Int128.Sign(left);
        var time = Int128.Abs(seconds) <= TimeSpan.MaxValue.Ticks ? seconds * TimeSpan.TicksPerSecond + fine : Int128.MaxValue;
        return time >= TimeSpan.MinValue.Ticks && time <= TimeSpan.MaxValue.Ticks
            ? TimeSpan.FromTicks((long)time)
            : throw new VideoFormatException($"a frame's time, {ticks} times {Value} s, is out of range");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Numerator}/{Denominator}";
}
