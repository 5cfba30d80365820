namespace Rvos.Gateway.Tests.Support;

/// <summary>A database of one test.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly string? _connection;

    private TestDatabase(string? connection) => _connection = connection;

    /// <summary>Folder of the SQLite file, and of what else a test leaves.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("rvos-gateway-").FullName;

    internal Dictionary<string, string?> Settings => new()
    {
        ["Rvos:Database:Provider"] = _connection is null ? "Sqlite" : "PostgreSql",
        ["Rvos:Database:ConnectionString"] = _connection ?? $"Data Source={Path.Combine(Folder, "gateway.db")}",
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal static TestDatabase Sqlite() => new(null);

    internal static TestDatabase Postgres(string connection) => new(connection);
}
