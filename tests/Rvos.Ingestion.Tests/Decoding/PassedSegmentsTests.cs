using Rvos.Ingestion.Decoding;

namespace Rvos.Ingestion.Tests.Decoding;

public sealed class PassedSegmentsTests
{
    [Fact]
    public void Contains_LaterSegmentWasFirst_EarlierIsNotPassedOn()
    {
        var passed = new PassedSegments();
        passed.Add(1, 10);
        Assert.True(passed.Contains(1, 10));
        Assert.False(passed.Contains(1, 7));
        passed.Add(1, 7);
        Assert.True(passed.Contains(1, 7) && passed.Contains(1, 10));
    }

    [Fact]
    public void Add_AnotherRevision_ThatBeforeIsForgotten()
    {
        var passed = new PassedSegments();
        passed.Add(0, 3);
        passed.Add(1, 4);
        Assert.Equal(1, passed.Revision);
        Assert.False(passed.Contains(0, 3) || passed.Contains(1, 3));
        passed.Clear();
        Assert.False(passed.Contains(1, 4));
    }

    [Fact]
    public void Add_ManySegments_OnlyTheLastAreKept()
    {
        var passed = new PassedSegments();
        for (var segment = 0; segment < 100_000; segment++) passed.Add(0, segment);
        Assert.Equal(1024, Enumerable.Range(0, 100_000).Count(segment => passed.Contains(0, segment)));
        Assert.True(passed.Contains(0, 99_999));
    }
}
