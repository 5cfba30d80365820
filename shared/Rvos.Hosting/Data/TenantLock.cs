using System.Data.Common;
using Dapper;

namespace Rvos.Hosting.Data;

/// <summary>Makes the transactions of a tenant that do the same wait for each other, so that what one of them counts is so until it ends.</summary>
public static class TenantLock
{
    /// <summary>Waits for the others, and holds the lock until the transaction ends.</summary>
    /// <param name="database">Whose transaction it is.</param>
    /// <param name="transaction">Given to the work.</param>
    /// <param name="kind">What the transactions do: any number of its own.</param>
    /// <param name="tenant">The tenant.</param>
    public static async Task LockTenantAsync(this Database database, DbTransaction transaction, long kind, string tenant)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(transaction);
        // SQLite has one writer anyway.
        if (database.Dialect == SqlDialect.PostgreSql)
            await transaction.Connection!.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@tenant, @kind))", new { tenant, kind }, transaction).ConfigureAwait(false);
    }
}
