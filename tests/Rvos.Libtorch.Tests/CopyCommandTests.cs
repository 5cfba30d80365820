using Rvos.Elf;

namespace Rvos.Libtorch.Tests;

public sealed class CopyCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-elf-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Run_Library_CopyIsChangedAndOriginalIsNot()
    {
        var (library, copy) = (Path.Combine(folder, "a.so"), Path.Combine(folder, "b.so"));
        var before = new MadeUpLibrary().Bytes;
        File.WriteAllBytes(library, before);
        File.WriteAllText(copy, "of an earlier build");
        using var output = new StringWriter();
        Assert.Equal(0, CopyCommand.Run([library, copy, "MADE_2"], output));
        Assert.Equal(before, File.ReadAllBytes(library));
        Assert.Equal(VersionChange.AlreadyOptional, NeededVersion.MakeOptional(File.ReadAllBytes(copy), "MADE_2"));
        Assert.Empty(output.ToString());
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Run_NoLibrary_OneLineAndNoCopy()
    {
        var (library, copy) = (Path.Combine(folder, "a.so"), Path.Combine(folder, "b.so"));
        File.WriteAllText(library, "text");
        using var output = new StringWriter();
        Assert.Equal(1, CopyCommand.Run([library, copy, "MADE_2"], output));
        Assert.Equal($"Rvos.Elf : error : {library}: not an ELF file", output.ToString().Trim());
        Assert.False(File.Exists(copy));
    }

    [Fact]
    public void Run_TooFewArguments_SaysHowItIsUsed()
    {
        using var output = new StringWriter();
        Assert.Equal(1, CopyCommand.Run(["a.so"], output));
        Assert.Contains("usage", output.ToString(), StringComparison.Ordinal);
    }
}
