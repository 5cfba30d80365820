using Rvos.Video.Layouts;
using Rvos.Video.Layouts.Mots;

namespace Rvos.Video.Tests.Layouts.Mots;

public sealed class SeqMapTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Read_NumbersAndNames_GivesFourDigitsAndFrameCounts()
    {
        File.WriteAllText(path, "0002 empty 000000 000232\n13 empty 000000 000000\n\ndogs-jump  empty 0 65\r\n");
        Assert.Equal([new SeqMapEntry("0002", 233), new SeqMapEntry("0013", 1), new SeqMapEntry("dogs-jump", 66)], SeqMap.Read(path));
    }

    [Theory]
    [InlineData("", "no sequence is listed")]
    [InlineData("0002 empty 000000", "line 1: 3 columns")]
    [InlineData("0002 empty 0 5\n2 empty 0 5", "line 2: sequence 0002 comes twice")]
    [InlineData("../x empty 0 5", "line 1: '../x' is no name of a sequence")]
    [InlineData("0002 empty 0 -1", "line 1: '-1' is no last frame")]
    [InlineData("0002 empty 0 1000000", "line 1: '1000000' is no last frame")]
    public void Read_DamagedLine_SaysWhere(string text, string message)
    {
        File.WriteAllText(path, text);
        Assert.Contains(message, Assert.Throws<LayoutException>(() => SeqMap.Read(path)).Message);
    }

    [Fact]
    public void Read_MissingOrHuge_IsRefused()
    {
        Assert.Contains("no such seqmap", Assert.Throws<LayoutException>(() => SeqMap.Read(path + ".none")).Message);
        File.WriteAllBytes(path, new byte[(1 << 20) + 1]);
        Assert.Contains("more than 1048576 bytes", Assert.Throws<LayoutException>(() => SeqMap.Read(path)).Message);
    }
}
