using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Where a test's service keeps blobs, rows and local copies; services started one after the other share it.</summary>
internal sealed class TestPlace : IDisposable
{
    private readonly Dictionary<string, string?> _settings;

    private TestPlace(Dictionary<string, string?> settings)
    {
        _settings = settings;
        settings["Rvos:Videos:ScratchFolder"] = Scratch;
        settings.TryAdd("Rvos:Blobs:Folder", Blobs);
        settings.TryAdd("Rvos:Blobs:FlushToDisk", "false");
        settings.TryAdd("Rvos:Database:ConnectionString", $"Data Source={Path.Combine(Folder, "test.db")}");
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("rvos-ingestion-").FullName;

    internal IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>Whether blobs are files of this machine.</summary>
    internal bool HasBlobFolder => !_settings.ContainsKey("Rvos:Blobs:Provider");

    private string Scratch => Path.Combine(Folder, "scratch");

    private string Blobs => Path.Combine(Folder, "blobs");

    /// <summary>A folder and SQLite.</summary>
    internal static TestPlace Local() => new([]);

    /// <summary>A container and a database of its own on real servers; skips the test where they are not installed.</summary>
    internal static async Task<TestPlace> RemoteAsync(ServersFixture servers)
    {
        if (ServersFixture.Missing is { } missing) Assert.Skip(missing);
        var name = $"t{Guid.NewGuid():n}";
        return new TestPlace(new Dictionary<string, string?>
        {
            ["Rvos:Blobs:Provider"] = nameof(BlobProvider.Azure),
            ["Rvos:Blobs:ConnectionString"] = servers.Azurite!.ConnectionString,
            ["Rvos:Blobs:Container"] = name,
            ["Rvos:Database:Provider"] = "PostgreSql",
            ["Rvos:Database:ConnectionString"] = await servers.Postgres!.CreateDatabaseAsync(name),
        });
    }

    /// <summary>Files that no blob's name shows: half-written ones, leases held, local copies.</summary>
    internal string[] HiddenFiles() =>
    [
        .. Below(Path.Combine(Blobs, ".partial")), .. Below(Path.Combine(Blobs, ".leases")),
        .. Below(Scratch).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)),
    ];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] Below(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
}
