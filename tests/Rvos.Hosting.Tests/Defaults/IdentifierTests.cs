namespace Rvos.Hosting.Tests.Defaults;

public class IdentifierTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeMilliseconds(1_760_000_000_123);

    [Fact]
    public void Of_SameTimeAndWords_SameId()
    {
        var id = Identifier.Of("evt", Time, "job_1/0/completed");
        Assert.Equal(id, Identifier.Of("evt", Time, "job_1/0/completed"));
        Assert.True(Identifier.IsWellFormed("evt", id));
        Assert.NotEqual(id, Identifier.Of("evt", Time, "job_1/1/completed"));
        Assert.NotEqual(id, Identifier.Of("evt", Time.AddMilliseconds(1), "job_1/0/completed"));
    }

    [Fact]
    public void Of_AnyWords_AUuidOfVersion7ThatSortsByTime()
    {
        for (var i = 0; i < 200; i++)
        {
            var uuid = Guid.ParseExact(Identifier.Of("evt", Time, $"job {i}")[4..], "N");
            Assert.Equal((7, true), (uuid.Version, uuid.Variant is >= 8 and <= 11));
            Assert.Equal(Guid.CreateVersion7(Time).ToString("N")[..12], uuid.ToString("N")[..12]);
            Assert.True(string.CompareOrdinal(uuid.ToString("N"), Identifier.New("evt", Time.AddMilliseconds(1))[4..]) < 0);
        }
    }
}
