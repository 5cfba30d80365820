using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Rvos.Hosting.Data;

/// <summary>
/// Connections and transactions of the one database of a host: a file of SQLite in one process, PostgreSQL with many. Thread-safe.
/// </summary>
/// <remarks>
/// <para>SQL for both dialects: names are lower case; ids are <c>text</c>, times <c>bigint</c> of Unix milliseconds, truths
/// <c>integer</c> 0 or 1, documents <c>text</c> of JSON. <c>ON CONFLICT</c> and <c>RETURNING</c> are there in both: the bundled
/// SQLite is 3.35.5, the first release line with <c>RETURNING</c>.</para>
/// <para>SQLite runs in WAL mode with one writer at a time in this process and a busy timeout of 30 s against others.</para>
/// </remarks>
public sealed class Database : IAsyncDisposable
{
    private const int BusyTimeout = 30_000;
    private static readonly AsyncLocal<TransactionMark?> Mark = new();
    private readonly NpgsqlDataSource? _postgres;
    private readonly string _sqlite = "";
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly TransientRetry _retry;
    private readonly ConditionalWeakTable<DbTransaction, List<Action>> _committed = [];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="options">Valid.</param>
    /// <param name="clock">For pauses between tries.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public Database(DatabaseOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dialect = options.Provider;
        _retry = new TransientRetry(TimeSpan.FromSeconds(options.RetrySeconds), clock);
        if (Dialect == SqlDialect.PostgreSql)
        {
            _postgres = NpgsqlDataSource.Create(options.ConnectionString);
            return;
        }
        SQLitePCL.Batteries_V2.Init();
        _sqlite = options.ConnectionString;
        SqliteFolder.Ensure(_sqlite);
    }

    /// <summary>
    /// True within the work of a transaction, and in all that it calls. Blob stores, the bus and other servers are not to be waited for there: for as long as one of them
    /// does not answer, nobody else could write to SQLite, nor change the rows that are locked in PostgreSQL.
    /// </summary>
    public static bool IsInTransaction => Mark.Value is { IsOpen: true };

    /// <summary>Whose SQL it speaks.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>One dispatcher at a time in this process, where the database has no lock for it.</summary>
    internal SemaphoreSlim OutboxGate { get; } = new(1, 1);

    /// <summary>Opens a connection for reading, or for single statements; trying again while the server is away.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Open, and the caller's to dispose.</returns>
    /// <exception cref="DbException">The database stayed out of reach, or refused.</exception>
    public Task<DbConnection> OpenAsync(CancellationToken cancellation = default) =>
        _retry.RunAsync(() => OpenOnceAsync(cancellation), cancellation);

    /// <summary>
    /// Runs work in a transaction and commits it. Work that the database refuses for the moment (a deadlock, a lost connection,
    /// a server that restarts) is run again as a whole: it must have no effect but through the transaction. A connection lost
    /// while the commit is on its way is not tried again, since the commit may have been done. Transactions do not nest.
    /// </summary>
    /// <typeparam name="T">Result of the work.</typeparam>
    /// <param name="work">Uses the transaction's connection; leaves commit and roll-back alone.</param>
    /// <param name="cancellation">Stops waiting and trying again; work that has returned is committed all the same.</param>
    /// <exception cref="DbException">The last refusal, or one that another try does not mend.</exception>
    public async Task<T> TransactAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (Dialect == SqlDialect.PostgreSql)
            return await _retry.RunAsync(() => TransactOnceAsync(work, cancellation), cancellation).ConfigureAwait(false);
        await _writer.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await _retry.RunAsync(() => TransactOnceAsync(work, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>As <see cref="TransactAsync{T}"/>, without a result.</summary>
    /// <param name="work">Uses the transaction's connection; leaves commit and roll-back alone.</param>
    /// <param name="cancellation">Stops waiting and trying again; work that has returned is committed all the same.</param>
    public Task TransactAsync(Func<DbTransaction, Task> work, CancellationToken cancellation = default) =>
        TransactAsync(async transaction =>
        {
            await work(transaction).ConfigureAwait(false);
            return true;
        }, cancellation);

    /// <summary>Asks the database for an answer, without waiting for one that is away.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="DbException">It is out of reach, or refuses.</exception>
    public async Task PingAsync(CancellationToken cancellation = default)
    {
        try
        {
            await PingOnceAsync(cancellation).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (TransientRetry.IsConnectionLost(e))
        {
            // A pooled connection from before a restart of the server says nothing about the server of now.
            await PingOnceAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>SQL for "a column has one of the values of a parameter", which Dapper writes differently for each dialect.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="parameter">Name of the parameter, whose value is an array.</param>
    public string AnyOf(string column, string parameter) =>
        Dialect == SqlDialect.PostgreSql ? $"{column} = any(@{parameter})" : $"{column} in @{parameter}";

    /// <summary>Has something done once a transaction of <see cref="TransactAsync{T}"/> is committed, and not otherwise.</summary>
    /// <param name="transaction">Given to the work.</param>
    /// <param name="action">Quick, and does not throw.</param>
    public void AfterCommit(DbTransaction transaction, Action action) => _committed.GetOrCreateValue(transaction).Add(action);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync().ConfigureAwait(false);
        else SqliteConnection.ClearPool(new SqliteConnection(_sqlite));
        _writer.Dispose();
        OutboxGate.Dispose();
    }

    private async Task PingOnceAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenOnceAsync(cancellation).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        // Of SQLite something that reads the file.
        command.CommandText = _postgres is null ? "select count(*) from sqlite_master" : "select 1";
        await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<DbConnection> OpenOnceAsync(CancellationToken cancellation)
    {
        if (_postgres is not null) return await _postgres.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var connection = new SqliteConnection(_sqlite) { DefaultTimeout = BusyTimeout / 1000 };
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await using var settings = connection.CreateCommand();
            settings.CommandText =
                $"PRAGMA busy_timeout = {BusyTimeout}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
            await settings.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<T> TransactOnceAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await OpenOnceAsync(cancellation).ConfigureAwait(false);
        // Not deferred in SQLite: a transaction that reads first and writes later would fail when another wrote in between.
        await using var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: false)
            : await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation).ConfigureAwait(false);
        // Npgsql has one transaction object for all transactions of a connection: what an earlier one had to do is not to be done again.
        var actions = new List<Action>();
        _committed.AddOrUpdate(transaction, actions);
        var result = await MarkedAsync(work, transaction).ConfigureAwait(false);
        try
        {
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (DbException e) when (TransientRetry.IsConnectionLost(e))
        {
            throw new CommitUnknownException(e);
        }
        actions.ForEach(action => action());
        return result;
    }

    private static async Task<T> MarkedAsync<T>(Func<DbTransaction, Task<T>> work, DbTransaction transaction)
    {
        var mark = new TransactionMark();
        // Of this method alone: its caller has the value from before.
        Mark.Value = mark;
        try
        {
            return await work(transaction).ConfigureAwait(false);
        }
        finally
        {
            mark.Close();
        }
    }
}
