using Rvos.Elf;
using TorchSharp;

namespace Rvos.Libtorch.Tests;

public sealed class TorchRuntimeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-libtorch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_ThisOutput_TensorsCanBeMade()
    {
        TorchRuntime.Load();
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6, (torch.ones(2, 3) * 1).sum().item<float>());
    }

    [Fact]
    public void Output_LibTorchSharp_StartsWithoutTheVersionThatDebian12Lacks() =>
        Assert.Equal(VersionChange.AlreadyOptional, NeededVersion.MakeOptional(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so")), "GLIBCXX_3.4.32"));

    [Fact]
    public void TryLoad_NoLibrary_OneLineWithTheLoadersReason()
    {
        File.WriteAllBytes(Path.Combine(folder, "libLibTorchSharp.so"), new MadeUpLibrary().Bytes[..32]);
        var fault = TorchRuntime.TryLoad(folder);
        Assert.StartsWith("libtorch cannot be loaded: ", fault, StringComparison.Ordinal);
        Assert.Contains($"{folder}/libLibTorchSharp.so: file too short", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLoad_DependencyMissing_OneLineThatNamesIt()
    {
        var library = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        var name = library.AsSpan().IndexOf("\0libc10.so\0"u8);
        "\0libabc.so\0"u8.CopyTo(library.AsSpan(name));
        File.WriteAllBytes(Path.Combine(folder, "libLibTorchSharp.so"), library);
        Assert.Equal("libtorch cannot be loaded: libabc.so: cannot open shared object file: No such file or directory", TorchRuntime.TryLoad(folder));
    }
}
