using System.Data.Common;
using Dapper;

namespace Rvos.Hosting.Data;

/// <summary>
/// Brings the tables of modules up to date. Each module's steps run in one transaction under a lock of the database, so that
/// services which start at once do it once; a step that was run is remembered in <c>schema_versions</c> with its checksum.
/// </summary>
/// <param name="database">To change.</param>
/// <param name="clock">Tells when a step was run.</param>
public sealed class Migrator(Database database, TimeProvider clock)
{
    // Any number of our own: "rvos" in ASCII.
    private const long LockKey = 0x72766F73;

    private const string CreateVersions = """
        create table if not exists schema_versions (
            module text not null,
            version integer not null,
            name text not null,
            checksum text not null,
            applied_at bigint not null,
            primary key (module, version))
        """;

    /// <summary>Runs the steps that are missing.</summary>
    /// <param name="source">Whose.</param>
    /// <param name="cancellation">Changes nothing.</param>
    /// <returns>How many were run.</returns>
    /// <exception cref="MigrationException">A step that was run has been edited, or the database is newer than this program.</exception>
    public Task<int> MigrateAsync(MigrationSource source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return MigrateAsync(source.Module, Migration.Of(source.Assembly, database.Dialect), cancellation);
    }

    /// <summary>Runs the steps that are missing.</summary>
    /// <param name="module">Whose.</param>
    /// <param name="steps">All of them, in order.</param>
    /// <param name="cancellation">Changes nothing.</param>
    /// <returns>How many were run.</returns>
    /// <exception cref="MigrationException">A step that was run has been edited, or the database is newer than this program.</exception>
    public Task<int> MigrateAsync(string module, IReadOnlyList<Migration> steps, CancellationToken cancellation = default) =>
        database.TransactAsync(async transaction =>
        {
            var connection = transaction.Connection!;
            if (database.Dialect == SqlDialect.PostgreSql)
                await connection.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { LockKey }, transaction).ConfigureAwait(false);
            await connection.ExecuteAsync(CreateVersions, transaction: transaction).ConfigureAwait(false);
            var done = (await connection.QueryAsync<(long Version, string Name, string Checksum)>(
                "select cast(version as bigint), name, checksum from schema_versions where module = @module order by version",
                new { module }, transaction).ConfigureAwait(false)).ToList();
            Check(module, steps, done);
            foreach (var step in steps.Skip(done.Count)) await RunAsync(module, step, transaction).ConfigureAwait(false);
            return steps.Count - done.Count;
        }, cancellation);

    private static void Check(string module, IReadOnlyList<Migration> steps, List<(long Version, string Name, string Checksum)> done)
    {
        if (done.Count > steps.Count)
        {
            throw new MigrationException(
                $"the database has version {done[^1].Version} of {module}, newer than version {steps.Count} of this program: run a newer program");
        }
        foreach (var (step, (version, name, checksum)) in steps.Zip(done))
        {
            if (step.Checksum != checksum)
            {
                throw new MigrationException(
                    $"migration {version} of {module} ({name}) was edited after it had been run: undo the edit, add a migration instead");
            }
        }
    }

    private async Task RunAsync(string module, Migration step, DbTransaction transaction)
    {
        await transaction.Connection!.ExecuteAsync(step.Sql, transaction: transaction).ConfigureAwait(false);
        await transaction.Connection!.ExecuteAsync(
            "insert into schema_versions (module, version, name, checksum, applied_at) values (@module, @Version, @Name, @Checksum, @Now)",
            new { module, step.Version, step.Name, step.Checksum, Now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction).ConfigureAwait(false);
    }
}
