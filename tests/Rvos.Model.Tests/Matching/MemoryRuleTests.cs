using Rvos.Model.Networks;

namespace Rvos.Model.Tests.Matching;

public class MemoryRuleTests
{
    [Theory]
    [InlineData(0, 3, new long[0])]
    [InlineData(1, 3, new long[0])]
    [InlineData(2, 3, new long[] { 2 })]
    [InlineData(7, 3, new long[] { 2, 4, 6 })]
    [InlineData(8, 3, new long[] { 4, 8 })]
    [InlineData(15, 3, new long[] { 4, 8, 12 })]
    [InlineData(1000, 3, new long[] { 256, 512, 768 })]
    [InlineData(1000, 1, new long[] { 512 })]
    [InlineData(1000, 0, new long[0])]
    public void Ages_OfAnAge_AreSpreadOverThePast(long age, int frames, long[] expected) => Assert.Equal(expected, MemoryRule.Ages(age, frames));

    [Fact]
    public void Ages_AnyAge_NoMoreThanMayBeAndNoneThatWasForgotten()
    {
        for (var frames = 1; frames <= NetworkOptions.MostMemoryFrames; frames++)
        {
            var held = new HashSet<long>();
            for (long age = 0; age < 3000; age++)
            {
                var kept = MemoryRule.Ages(age, frames).ToHashSet();
                Assert.True(kept.Count <= frames);
                // Whatever is kept was kept before, or is the frame just done.
                Assert.True(kept.IsSubsetOf(held.Append(age)));
                held = kept;
            }
        }
    }
}
