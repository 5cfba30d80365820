using Rvos.Video.Decoding;

namespace Rvos.Video.Tests.Decoding;

public sealed class MatroskaLengthTests
{
    [Theory]
    [InlineData("1A45DFA3 81 00 18538067 82 0102", true)]
    [InlineData("1A45DFA3 81 00 18538067 4002 0102", true)]
    [InlineData("1A45DFA3 81 00 18538067 0100000000000003 0102", false)]
    [InlineData("1A45DFA3 81 00 18538067 01FFFFFFFFFFFFFF 0102", null)]
    [InlineData("1A45DFA3 81 00 18538067 FF 0102", null)]
    [InlineData("1A45DFA3 0FFFFFFFFE", null)]
    [InlineData("1A45DFA3 01FFFFFFFFFFFFFE 00", null)]
    [InlineData("1A45DFA3", null)]
    [InlineData("1A45DFA3 00", null)]
    [InlineData("0000", null)]
    [InlineData("", null)]
    public void IsWhole_Headers_ComparesTheSegmentWithTheFile(string hex, bool? expected)
    {
        var path = Path.Combine(Clips.TemporaryFolder(), "file.mkv");
        File.WriteAllBytes(path, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(expected, MatroskaLength.IsWhole(path));
    }
}
