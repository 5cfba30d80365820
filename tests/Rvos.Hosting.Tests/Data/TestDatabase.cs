using Dapper;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Tests.Data;

/// <summary>A new, empty database of either kind.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly List<Database> _opened = [];

    private TestDatabase(DatabaseOptions options, string? folder)
    {
        Options = options;
        _folder = folder;
        Database = Open();
    }

    public DatabaseOptions Options { get; }

    public Database Database { get; }

    public static async Task<TestDatabase> NewAsync(SqlDialect dialect, PostgresFixture postgres)
    {
        if (dialect == SqlDialect.PostgreSql)
            return new TestDatabase(new DatabaseOptions { Provider = dialect, ConnectionString = await postgres.NewDatabaseAsync() }, null);
        var folder = Directory.CreateTempSubdirectory("rvos-sqlite-").FullName;
        return new TestDatabase(new DatabaseOptions { ConnectionString = $"Data Source={folder}/deep/test.db" }, folder);
    }

    /// <summary>As another process opens it.</summary>
    public Database Open()
    {
        var database = new Database(Options, TimeProvider.System);
        _opened.Add(database);
        return database;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await Database.OpenAsync();
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened) await database.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
