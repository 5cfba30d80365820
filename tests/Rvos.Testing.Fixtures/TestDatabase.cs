using Dapper;
using Rvos.Hosting.Data;

namespace Rvos.Testing.Fixtures;

/// <summary>A new, empty database of one test, of either kind.</summary>
public sealed class TestDatabase : IAsyncDisposable, IDisposable
{
    private readonly List<Database> _opened = [];
    private Database? _database;

    private TestDatabase(string? connection) => Options = new()
    {
        Provider = connection is null ? SqlDialect.Sqlite : SqlDialect.PostgreSql,
        ConnectionString = connection ?? $"Data Source={File}",
    };

    /// <summary>Of the SQLite file and of what else a test leaves; it goes with the database.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("rvos-database-").FullName;

    /// <summary>SQLite's file, in a folder that is not there yet.</summary>
    public string File => Path.Combine(Folder, "deep", "test.db");

    /// <summary>How it is opened.</summary>
    public DatabaseOptions Options { get; }

    /// <summary>The same as the settings of a service.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Rvos:Database:Provider"] = $"{Options.Provider}",
        ["Rvos:Database:ConnectionString"] = Options.ConnectionString,
    };

    /// <summary>Opened when first asked for.</summary>
    public Database Database => _database ??= Open();

    /// <summary>A new file.</summary>
    public static TestDatabase Sqlite() => new(null);

    /// <summary>One that a server has.</summary>
    /// <param name="connection">Names it.</param>
    public static TestDatabase Postgres(string connection) => new(connection);

    /// <summary>A new one of a kind; skips the test where there is no server of that kind.</summary>
    public static async Task<TestDatabase> NewAsync(SqlDialect dialect, PostgresFixture postgres) =>
        dialect == SqlDialect.Sqlite ? Sqlite() : Postgres(await postgres.NewDatabaseAsync());

    /// <summary>As another process opens it.</summary>
    public Database Open()
    {
        var database = new Database(Options, TimeProvider.System);
        _opened.Add(database);
        return database;
    }

    /// <summary>Runs statements.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Runs a query and returns the first value of its first row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await Database.OpenAsync();
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    /// <summary>Closes what was opened here and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened) await database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
