namespace Rvos.Dapr.Tests.Support;

/// <summary>Where a test's hosts keep blobs, rows and local copies; hosts started one after the other, or beside each other, share it.</summary>
internal sealed class Place : IDisposable
{
    private readonly Dictionary<string, string?> _settings;

    internal Place(Dictionary<string, string?>? settings = null)
    {
        _settings = settings ?? [];
        _settings["Rvos:Videos:ScratchFolder"] = Path.Combine(Folder, "scratch");
        _settings["Rvos:Results:ScratchFolder"] = Path.Combine(Folder, "overlays");
        _settings.TryAdd("Rvos:Blobs:Folder", Path.Combine(Folder, "blobs"));
        _settings.TryAdd("Rvos:Blobs:FlushToDisk", "false");
        _settings.TryAdd("Rvos:Database:ConnectionString", $"Data Source={Path.Combine(Folder, "test.db")}");
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("rvos-dapr-").FullName;

    internal IReadOnlyDictionary<string, string?> Settings => _settings;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
