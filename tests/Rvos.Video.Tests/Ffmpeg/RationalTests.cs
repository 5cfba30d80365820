using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Ffmpeg;

public class RationalTests
{
    [Theory]
    [InlineData(0, 1, 25, 0)]
    [InlineData(1, 1, 3, 3_333_333)]
    [InlineData(-1, 1, 3, -3_333_333)]
    [InlineData(2, 1, 3, 6_666_667)]
    [InlineData(1, 1, 20_000_000, 0)]
    [InlineData(3, 1, 20_000_000, 2)]
    [InlineData(-3, 1, 20_000_000, -2)]
    [InlineData(1001, 1, 30000, 333_667)]
    [InlineData(long.MaxValue, 1, long.MaxValue, 10_000_000)]
    public void Time_Ticks_RoundedToTheNearestHalvesToEven(long ticks, long numerator, long denominator, long expected) =>
        Assert.Equal(expected, new Rational(numerator, denominator).Time(ticks).Ticks);

    [Theory]
    [InlineData(1_000_000_000_000_000, 1, 1000)]
    [InlineData(long.MaxValue, 1, 1)]
    [InlineData(long.MinValue, 1, 1)]
    [InlineData(long.MaxValue, long.MaxValue, 1)]
    [InlineData(long.MinValue, long.MaxValue, 1)]
    public void Time_MoreThanATimeSpanHolds_FormatError(long ticks, long numerator, long denominator) =>
        Assert.Contains("out of range", Assert.Throws<VideoFormatException>(() => new Rational(numerator, denominator).Time(ticks)).Message, StringComparison.Ordinal);

    [Fact]
    public void Time_AnyTicksAndFractions_ExactOrFormatError() =>
        Prop.ForAll(Gen.Choose(0, 62).SelectMany(a => Gen.Choose(0, 62).SelectMany(b => Gen.Choose(0, 62).Select(c => (a, b, c)))).Zip(Gen.Choose(int.MinValue, int.MaxValue)).ToArbitrary(), drawn =>
        {
            var ((a, b, c), seed) = drawn;
            var random = new System.Random(seed);
            var (ticks, numerator, denominator) = (random.NextInt64(-(1L << a), 1L << a), random.NextInt64(1, (1L << b) + 1), random.NextInt64(1, (1L << c) + 1));
            var exact = (BigInteger)ticks * numerator * TimeSpan.TicksPerSecond;
            try
            {
                // No nearer whole number: twice the remainder is at most the divisor.
                Assert.True(2 * BigInteger.Abs(exact - (BigInteger)new Rational(numerator, denominator).Time(ticks).Ticks * denominator) <= denominator);
            }
            catch (VideoFormatException)
            {
                Assert.True(BigInteger.Abs(exact / denominator) >= long.MaxValue - 1);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(long.MaxValue, 25)]
    [InlineData(long.MaxValue - 1, 25)]
    [InlineData(1_000_000_000_000_000, 25)]
    public void Next_TimestampsAtTheEndOfTheirRange_FormatError(long pts, long rate) =>
        Assert.Throws<VideoFormatException>(() => new FrameClock(new Rational(rate, 1)).Next(new FrameStamp(pts, new Rational(1, 1000), 64, 48)));
}
