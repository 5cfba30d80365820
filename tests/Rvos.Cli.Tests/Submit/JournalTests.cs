using Rvos.Cli.Submit.Journal;

namespace Rvos.Cli.Tests.Submit;

public class JournalTests
{
    private static readonly Uri Server = new("http://127.0.0.1:9");

    [Fact]
    public void Open_TornAtEachByte_KeepsTheWholeLinesAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        var path = folder["journal"];
        using (var journal = SubmitJournal.Open(path, Server, TimeProvider.System))
            for (var i = 0; i < 3; i++) journal.Append(new JournalEntry { Event = "job", Key = $"key{i}", Job = $"job{i}" });
        var whole = File.ReadAllBytes(path);
        var ends = whole.Select((b, i) => (b, i)).Where(x => x.b == '\n').Select(x => x.i + 1).ToArray();
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using (var journal = SubmitJournal.Open(path, Server, TimeProvider.System))
            {
                for (var i = 0; i < 3; i++) Assert.Equal(length >= ends[i] ? $"job{i}" : null, journal.Look(j => j.JobOf($"key{i}")));
                journal.Append(new JournalEntry { Event = "job", Key = "later", Job = "job9" });
            }

            using (var journal = SubmitJournal.Open(path, Server, TimeProvider.System)) Assert.Equal("job9", journal.Look(j => j.JobOf("later")));
        }
    }

    [Fact]
    public void Open_LastLineOfZeros_IsCutOff()
    {
        using var folder = new TemporaryFolder();
        using (var journal = SubmitJournal.Open(folder["journal"], Server, TimeProvider.System)) journal.Append(new JournalEntry { Event = "job", Key = "key", Job = "job1" });
        var good = new FileInfo(folder["journal"]).Length;
        File.AppendAllText(folder["journal"], new string('\0', 100) + "\n");
        using (var journal = SubmitJournal.Open(folder["journal"], Server, TimeProvider.System)) Assert.Equal("job1", journal.Look(j => j.JobOf("key")));
        Assert.Equal(good, new FileInfo(folder["journal"]).Length);
    }

    [Theory]
    [InlineData("dear diary")]
    [InlineData("dear diary\n")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("{\"event\":\"job\",\"key\":\"k\",\"job\":\"j\"}\nnonsense\n{\"event\":\"job\",\"key\":\"l\",\"job\":\"j\"}\n")]
    public void Open_NoJournalOrAnEditedOne_IsRefusedAndLeftAlone(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["journal"], text);
        var error = Assert.Throws<InvalidDataException>(() => SubmitJournal.Open(folder["journal"], Server, TimeProvider.System));
        Assert.Contains(folder["journal"], error.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(folder["journal"]));
    }

    [Fact]
    public void Open_HeldByAnother_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var first = SubmitJournal.Open(folder["journal"], Server, TimeProvider.System);
        var error = Assert.Throws<IOException>(() => SubmitJournal.Open(folder["journal"], Server, TimeProvider.System));
        Assert.Contains("another 'rvos submit'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_AnotherServersLines_AreNotTaken()
    {
        using var folder = new TemporaryFolder();
        using (var journal = SubmitJournal.Open(folder["journal"], Server, TimeProvider.System))
        {
            journal.Append(new JournalEntry { Event = "job", Key = "key", Job = "job1" });
            journal.Append(new JournalEntry { Event = "file", Path = "/a", Length = 1, Modified = 2, Content = "hash" }, isAnywhere: true);
        }

        using var other = SubmitJournal.Open(folder["journal"], new Uri("http://elsewhere"), TimeProvider.System);
        Assert.Null(other.Look(j => j.JobOf("key")));
        Assert.Equal("hash", other.Look(j => j.ContentOf("/a", 1, 2)));
        Assert.Null(other.Look(j => j.ContentOf("/a", 1, 3)));
    }
}
