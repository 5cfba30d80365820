namespace Rvos.Ingestion.Tests.Support;

/// <summary>A real video on this machine that a file from outside may try to have opened.</summary>
internal sealed class TargetVideo : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-target-").FullName;

    internal TargetVideo() => File.WriteAllBytes(Path, Clips.Small);

    internal string Path => System.IO.Path.Combine(_folder, "target.mp4");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
