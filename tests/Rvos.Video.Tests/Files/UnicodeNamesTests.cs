using Rvos.Video.Files;

namespace Rvos.Video.Tests.Files;

public sealed class UnicodeNamesTests
{
    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\u00c5ngstr\u00f6m", "A\u030angstro\u0308m")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1ec7", "e\u0323\u0302")]
    [InlineData("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [InlineData("\u304c", "\u304b\u3099")]
    public void AreSame_ComposedAndDecomposed_True(string a, string b) => Assert.True(UnicodeNames.AreSame(a, b));

    [Theory]
    [InlineData("cafe", "caf\u00e9")]
    [InlineData("\ufb01n", "fin")]
    [InlineData("a\u0308\u0323\u0301", "a\u0308\u0301\u0323\u0301")]
    [InlineData("\u0430", "a")]
    public void AreSame_OtherText_False(string a, string b) => Assert.False(UnicodeNames.AreSame(a, b));

    [Fact]
    public void Key_HalfASurrogatePair_IsNoError() => Assert.NotEmpty(UnicodeNames.Key("x\ud800y"));
}
