using Rvos.Elf;

namespace Rvos.Libtorch.Tests;

public class NeededVersionTests
{
    [Fact]
    public void MakeOptional_VersionThatNothingUses_ChangesItsFlagsAlone()
    {
        var library = new MadeUpLibrary(relocated: 1);
        var changed = (byte[])library.Bytes.Clone();
        Assert.Equal(VersionChange.MadeOptional, NeededVersion.MakeOptional(changed, "MADE_2"));
        var expected = (byte[])library.Bytes.Clone();
        expected[library.FlagsOffset] = 2;
        Assert.Equal(expected, changed);
    }

    [Fact]
    public void MakeOptional_Twice_ChangesNothingMore()
    {
        var bytes = new MadeUpLibrary().Bytes;
        NeededVersion.MakeOptional(bytes, "MADE_2");
        var once = (byte[])bytes.Clone();
        Assert.Equal(VersionChange.AlreadyOptional, NeededVersion.MakeOptional(bytes, "MADE_2"));
        Assert.Equal(once, bytes);
    }

    [Fact]
    public void MakeOptional_FlagsThatWereSet_Stay()
    {
        var library = new MadeUpLibrary(flags: 1);
        Assert.Equal(VersionChange.MadeOptional, NeededVersion.MakeOptional(library.Bytes, "MADE_2"));
        Assert.Equal(3, library.Bytes[library.FlagsOffset]);
    }

    [Fact]
    public void MakeOptional_VersionNotAskedFor_ChangesNothing()
    {
        var (bytes, before) = (new MadeUpLibrary().Bytes, new MadeUpLibrary().Bytes);
        Assert.Equal(VersionChange.NotNeeded, NeededVersion.MakeOptional(bytes, "MADE_3"));
        Assert.Equal(before, bytes);
    }

    [Fact]
    public void MakeOptional_VersionOfAUsedSymbol_RefusesAndNamesTheSymbol()
    {
        var (bytes, before) = (new MadeUpLibrary(relocated: 2).Bytes, new MadeUpLibrary(relocated: 2).Bytes);
        var error = Assert.Throws<ElfFormatException>(() => NeededVersion.MakeOptional(bytes, "MADE_2"));
        Assert.Contains("second of MADE_2", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, bytes);
    }

    [Theory]
    [InlineData(0, 'X')]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(16, 2)]
    [InlineData(58, 32)]
    [InlineData(60, 0)]
    [InlineData(60, 200)]
    [InlineData(47, 0x80)]
    public void MakeOptional_DamagedHeader_SaysSo(int position, byte value)
    {
        var bytes = new MadeUpLibrary().Bytes;
        bytes[position] = value;
        Assert.Throws<ElfFormatException>(() => NeededVersion.MakeOptional(bytes, "MADE_2"));
    }

    [Fact]
    public void MakeOptional_AnyEndOrByte_FailsOnlyAsADamagedFile()
    {
        var whole = new MadeUpLibrary().Bytes;
        for (var length = 0; length < whole.Length; length++) Check(whole[..length]);
        for (var position = 0; position < whole.Length; position++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7f, 0x80, 0xff })
            {
                var bytes = (byte[])whole.Clone();
                bytes[position] = value;
                Check(bytes);
            }
        }

        static void Check(byte[] bytes)
        {
            try
            {
                NeededVersion.MakeOptional(bytes, "MADE_2");
            }
            catch (ElfFormatException)
            {
                // What a damaged file may lead to; anything else fails the test.
            }
        }
    }
}
