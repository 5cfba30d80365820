using System.IO.Compression;
using Rvos.Cli.Submit.Results;

namespace Rvos.Cli.Tests.Submit;

public class SafeZipTests
{
    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/evil")]
    [InlineData("masks/../../evil")]
    [InlineData("masks//evil")]
    [InlineData("..\\evil")]
    [InlineData("C:evil")]
    [InlineData("./evil")]
    [InlineData("evil\0.png")]
    [InlineData("../evil/")]
    public async Task Extract_NameThatIsNotPlain_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a", "b"]);
        await Assert.ThrowsAsync<InvalidDataException>(() => SafeZip.ExtractAsync(Zip((name, [1], 0)), folder["a", "b"], "masks/", CancellationToken.None));
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Extract_Link_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => SafeZip.ExtractAsync(Zip(("link", "/etc/passwd"u8.ToArray(), unchecked((int)0xA1FF0000))), folder.Path, "masks/", CancellationToken.None));
        Assert.Contains("is a link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_SameNameTwice_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => SafeZip.ExtractAsync(Zip(("a", [1], 0), ("masks/a", [2], 0)), folder.Path, "masks/", CancellationToken.None));
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_Bomb_StopsAtItsLimit()
    {
        using var folder = new TemporaryFolder();
        var zeros = new byte[30 << 20];
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => SafeZip.ExtractAsync(Zip(("a", zeros, 0), ("b", zeros, 0), ("c", zeros, 0)), folder.Path, "masks/", CancellationToken.None));
        Assert.Contains("far more bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_NoArchive_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<InvalidDataException>(() => SafeZip.ExtractAsync(new MemoryStream("this is no archive"u8.ToArray()), folder.Path, "masks/", CancellationToken.None));
    }

    [Fact]
    public async Task Extract_GoodArchive_LeavesThePrefixOut()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(2, await SafeZip.ExtractAsync(Zip(("masks/", [], 0), ("masks/00000.png", [1, 2], 0), ("sub/x.png", [3], 0)), folder.Path, "masks/", CancellationToken.None));
        Assert.Equal([1, 2], File.ReadAllBytes(folder["00000.png"]));
        Assert.Equal([3], File.ReadAllBytes(folder["sub", "x.png"]));
    }

    private static MemoryStream Zip(params (string Name, byte[] Bytes, int Attributes)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes, attributes) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var to = entry.Open();
                to.Write(bytes);
            }
        }

        stream.Position = 0;
        return stream;
    }
}
