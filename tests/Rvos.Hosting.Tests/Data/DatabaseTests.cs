using System.Data.Common;
using Dapper;
using Rvos.Hosting.Data;
using Rvos.Testing.Fixtures;
using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Data;

public sealed class DatabaseTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Sql_CommonToBothDialects_Runs(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        await test.ExecuteAsync("create table jobs (id text primary key, tries integer not null, added_at bigint not null, labels text not null)");
        var row = new { Id = "a", AddedAt = 1_795_246_808_468L, Labels = """{"site":"x"}""" };
        const string upsert = """
            insert into jobs (id, tries, added_at, labels) values (@Id, 1, @AddedAt, @Labels)
            on conflict (id) do update set tries = jobs.tries + 1 returning tries
            """;
        await using var connection = await test.Database.OpenAsync();
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>(upsert, row));
        Assert.Equal(2, await connection.ExecuteScalarAsync<long>(upsert, row));
        Assert.Equal(row.AddedAt, await connection.ExecuteScalarAsync<long>("select added_at from jobs"));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Transact_WorkThrows_RollsBack(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        await test.ExecuteAsync("create table t (n integer)");
        var told = false;
        await Assert.ThrowsAsync<InvalidDataException>(() => test.Database.TransactAsync(async transaction =>
        {
            test.Database.AfterCommit(transaction, () => told = true);
            await transaction.Connection!.ExecuteAsync("insert into t values (1)", transaction: transaction);
            throw new InvalidDataException();
        }));
        Assert.Equal(0, await test.ScalarAsync<long>("select count(*) from t"));
        Assert.False(told);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task AfterCommit_LaterTransactions_DoNotRunItAgain(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var told = 0;
        await Assert.ThrowsAsync<InvalidDataException>(() => test.Database.TransactAsync(transaction =>
        {
            test.Database.AfterCommit(transaction, () => told += 100);
            throw new InvalidDataException();
        }));
        await test.Database.TransactAsync(transaction =>
        {
            test.Database.AfterCommit(transaction, () => told++);
            return Task.CompletedTask;
        });
        for (var i = 0; i < 5; i++) await test.Database.TransactAsync(_ => Task.CompletedTask);
        Assert.Equal(1, told);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Transact_ManyWritersAtOnce_LoseNoUpdate(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        await test.ExecuteAsync("create table t (n integer)");
        await test.ExecuteAsync("insert into t values (0)");
        // Two views: two processes.
        Database[] views = [test.Database, test.Open()];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (var k = 0; k < 10; k++)
                await views[i % 2].TransactAsync(transaction => transaction.Connection!.ExecuteAsync("update t set n = n + 1", transaction: transaction));
        })));
        Assert.Equal(80, await test.ScalarAsync<long>("select n from t"));
    }

    [Fact]
    public async Task Transact_Deadlock_IsTriedAgain()
    {
        await using var test = await TestDatabase.NewAsync(SqlDialect.PostgreSql, postgres);
        await test.ExecuteAsync("create table t (id integer primary key, n integer); insert into t values (1, 0), (2, 0)");
        using var both = new Barrier(2);
        var first = new[] { true, true };
        await Task.WhenAll(AddAsync(0, 1, 2), AddAsync(1, 2, 1)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(4, await test.ScalarAsync<long>("select sum(n) from t"));

        Task AddAsync(int who, int one, int other) => Task.Run(() => test.Database.TransactAsync(async transaction =>
        {
            await Add(transaction, one);
            if (first[who])
            {
                first[who] = false;
                both.SignalAndWait(TimeSpan.FromSeconds(20));
            }
            await Add(transaction, other);
        }));

        static Task Add(DbTransaction transaction, int id) =>
            transaction.Connection!.ExecuteAsync("update t set n = n + 1 where id = @id", new { id }, transaction);
    }

    [Fact]
    public async Task Transact_ServerRestartedInTheMiddle_IsRunAgainOnce()
    {
        if (ServerTools.MissingPostgres is { } missing) Assert.Skip(missing);
        await using var server = await PostgresServer.StartNewAsync();
        await using var database = new Database(
            new DatabaseOptions { Provider = SqlDialect.PostgreSql, ConnectionString = server.ConnectionString }, TimeProvider.System);
        await using (var connection = await database.OpenAsync()) await connection.ExecuteAsync("create table t (n integer)");
        var runs = 0;
        await database.TransactAsync(async transaction =>
        {
            runs++;
            await transaction.Connection!.ExecuteAsync("insert into t values (1)", transaction: transaction);
            if (runs == 1)
            {
                await server.KillAsync();
                _ = Task.Delay(TimeSpan.FromSeconds(2)).ContinueWith(_ => server.StartAsync(), TaskScheduler.Default);
            }
            await transaction.Connection!.ExecuteAsync("insert into t values (2)", transaction: transaction);
        });
        Assert.True(runs >= 2);
        await using var after = await database.OpenAsync();
        Assert.Equal(new[] { 1, 2 }, await after.QueryAsync<int>("select n from t order by n"));
    }

    [Fact]
    public async Task Transact_ServerAwayForTooLong_Fails()
    {
        if (ServerTools.MissingPostgres is { } missing) Assert.Skip(missing);
        await using var database = new Database(new DatabaseOptions
        {
            Provider = SqlDialect.PostgreSql,
            ConnectionString = "Host=127.0.0.1;Port=1;Username=none",
            RetrySeconds = 1,
        }, TimeProvider.System);
        await Assert.ThrowsAnyAsync<DbException>(() => database.TransactAsync(_ => Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Transact_WrongSql_FailsAtOnce(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var runs = 0;
        await Assert.ThrowsAnyAsync<DbException>(() => test.Database.TransactAsync(transaction =>
        {
            runs++;
            return transaction.Connection!.ExecuteAsync("insert into nowhere values (1)", transaction: transaction);
        }));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Sqlite_Version_HasReturning()
    {
        await using var test = await TestDatabase.NewAsync(SqlDialect.Sqlite, postgres);
        Assert.True(Version.Parse((await test.ScalarAsync<string>("select sqlite_version()"))!) >= new Version(3, 35, 5));
        Assert.Equal("wal", await test.ScalarAsync<string>("pragma journal_mode"));
    }

    [Fact]
    public async Task IsInTransaction_WithinTheWorkAlone()
    {
        using var test = TestDatabase.Sqlite();
        var (within, committed, leftBehind) = (false, true, Task.FromResult(true));
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await test.Database.TransactAsync(async transaction =>
        {
            await Task.Yield();
            within = Database.IsInTransaction;
            leftBehind = StillAsync(ended.Task);
            test.Database.AfterCommit(transaction, () => committed = Database.IsInTransaction);
        });
        Assert.False(Database.IsInTransaction);
        ended.SetResult();
        Assert.Equal((true, false, false), (within, committed, await leftBehind));
        await Assert.ThrowsAsync<InvalidDataException>(() => test.Database.TransactAsync(_ => throw new InvalidDataException()));
        Assert.False(Database.IsInTransaction);

        static async Task<bool> StillAsync(Task ended)
        {
            await ended;
            return Database.IsInTransaction;
        }
    }
}
