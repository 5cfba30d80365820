namespace Rvos.Cli.Evaluation.Baselines;

/// <summary>Where masks to evaluate lie: a folder that was named, or one for as long as they are evaluated.</summary>
internal sealed class ResultsPlace : IDisposable
{
    private readonly bool isTemporary;

    internal ResultsPlace(string? named)
    {
        isTemporary = named is null;
        Path = named ?? Directory.CreateTempSubdirectory("rvos-baseline-").FullName;
        Directory.CreateDirectory(Path);
    }

    internal string Path { get; }

    public void Dispose()
    {
        if (isTemporary) Directory.Delete(Path, recursive: true);
    }
}
