using Rvos.Notifications.Delivery;

namespace Rvos.Notifications.Tests.Delivery;

public class RetryScheduleTests
{
    private static readonly double[] Seconds = [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];

    [Fact]
    public void Next_EachAttempt_FollowsTheScheduleWithinItsJitter()
    {
        var schedule = new RetrySchedule(new Random(1));

        for (var made = 0; made < Seconds.Length; made++)
            Assert.InRange(schedule.Next(made)!.Value.TotalSeconds, Seconds[made], Seconds[made] * 1.1);
        Assert.Null(schedule.Next(Seconds.Length));
        Assert.Equal(10, RetrySchedule.Attempts);
    }

    [Fact]
    public void Next_ManyTimes_SpreadsOverTheJitter()
    {
        var schedule = new RetrySchedule(new Random(2));

        var pauses = Enumerable.Range(0, 200).Select(_ => schedule.Next(2)!.Value.TotalSeconds).ToArray();

        Assert.True(pauses.Max() - pauses.Min() > 20);
    }

    [Theory]
    [InlineData(1, 120, 120)]
    [InlineData(2, 1, 300)]
    [InlineData(1, 1_000_000, 86_400)]
    public void Next_RetryAfter_IsTheLeastWaitUpToABound(int made, int asked, double expected) =>
        Assert.InRange(new RetrySchedule(new Random(3)).Next(made, TimeSpan.FromSeconds(asked))!.Value.TotalSeconds, expected, expected * 1.1);

    [Fact]
    public void Next_RetryAfterOnTheLastAttempt_GivesUpAllTheSame() => Assert.Null(new RetrySchedule(new Random(4)).Next(10, TimeSpan.FromSeconds(1)));
}
