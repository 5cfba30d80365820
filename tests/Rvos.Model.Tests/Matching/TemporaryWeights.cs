namespace Rvos.Model.Tests.Matching;

/// <summary>A weights file that goes with its folder.</summary>
internal sealed class TemporaryWeights : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rvos-weights-");

    internal string Path => System.IO.Path.Combine(folder.FullName, "source.safetensors");

    public void Dispose() => folder.Delete(recursive: true);
}
