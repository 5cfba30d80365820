using Rvos.Hosting.Data;
using Rvos.Testing.Fixtures;

namespace Rvos.Hosting.Tests.Data;

public sealed class MigratorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly Migration First = new(1, "jobs", "create table jobs (id text); insert into jobs values ('made once');");
    private static readonly Migration Second = new(2, "labels", "alter table jobs add column labels text;");

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Migrate_SeveralServicesAtOnce_RunsEachStepOnce(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
        {
            var migrator = new Migrator(test.Open(), TimeProvider.System);
            return Task.Run(() => migrator.MigrateAsync("ingestion", [First, Second]));
        }));
        Assert.Equal([0, 0, 0, 0, 0, 2], counts.Order());
        Assert.Equal(1, await test.ScalarAsync<long>("select count(*) from jobs where labels is null"));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Migrate_NewerProgram_RunsWhatIsMissing(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var migrator = new Migrator(test.Database, TimeProvider.System);
        Assert.Equal(1, await migrator.MigrateAsync("ingestion", [First]));
        Assert.Equal(1, await migrator.MigrateAsync("ingestion", [First, Second]));
        Assert.Equal(0, await migrator.MigrateAsync("ingestion", [First, Second]));
        // Another module counts its own versions.
        Assert.Equal(1, await migrator.MigrateAsync("metrics", [new Migration(1, "scores", "create table scores (id text);")]));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Migrate_EditedStep_IsRefused(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var migrator = new Migrator(test.Database, TimeProvider.System);
        await migrator.MigrateAsync("ingestion", [First]);
        var e = await Assert.ThrowsAsync<MigrationException>(() =>
            migrator.MigrateAsync("ingestion", [First with { Sql = First.Sql + " " }, Second]));
        Assert.Contains("migration 1 of ingestion (jobs) was edited", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Migrate_OlderProgram_IsRefused(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var migrator = new Migrator(test.Database, TimeProvider.System);
        await migrator.MigrateAsync("ingestion", [First, Second]);
        var e = await Assert.ThrowsAsync<MigrationException>(() => migrator.MigrateAsync("ingestion", [First]));
        Assert.Contains("version 2 of ingestion, newer than version 1", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Migrate_StepFails_LeavesNothing(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var migrator = new Migrator(test.Database, TimeProvider.System);
        var wrong = new Migration(2, "wrong", "create table half (id text); insert into nowhere values (1);");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => migrator.MigrateAsync("ingestion", [First, wrong]));
        Assert.Equal(2, await migrator.MigrateAsync("ingestion", [First, new Migration(2, "right", "create table half (id text);")]));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite, "autoincrement")]
    [InlineData(SqlDialect.PostgreSql, "generated always")]
    public void Of_AssemblyWithVariants_TakesTheDialectsOwn(SqlDialect dialect, string expected)
    {
        var step = Assert.Single(Migration.Of(typeof(Migrator).Assembly, dialect));
        Assert.Equal((1, "outbox"), (step.Version, step.Name));
        Assert.Contains(expected, step.Sql, StringComparison.Ordinal);
    }
}
