using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Logging;
using Rvos.Hosting.Telemetry;

namespace Rvos.Hosting.Data;

/// <summary>
/// Sends what stands in the outbox, oldest first. One sender works at a time in all processes (a lock of the database that ends
/// with its holder), so that order holds however many there are. A row goes after the bus has confirmed its message, each by itself: no transaction is open while the bus
/// is waited for.
/// The trace of who added a message is the current one while it is published.
/// </summary>
internal sealed partial class OutboxSender(
    Database database, OutboxMessageTypes types, IOutboxPublisher publisher, ILogger<OutboxSender> logger)
{
    // Any number of our own, beside the Migrator's: "outb" in ASCII.
    private const long LockKey = 0x6F757462;

    // Rows of types that only a newer program knows are left to it.
    private readonly string _oldest =
        $"select {OutboxRow.Columns} from outbox where error is null and {database.AnyOf("type", "Names")} order by id limit @limit";

    /// <summary>Sends a batch.</summary>
    /// <returns>How many rows it has dealt with; 0 too when another sender is at work.</returns>
    /// <exception cref="OutboxException">The bus did not take a message; it stays, and those behind it.</exception>
    public Task<int> SendAsync(int limit, CancellationToken cancellation) =>
        types.Names.Length == 0 ? Task.FromResult(0)
        : database.Dialect == SqlDialect.PostgreSql ? SendLockedAsync(limit, cancellation)
        : SendGatedAsync(limit, cancellation);

    // A lock of the connection, not of a transaction: that would stay open for as long as the bus does not answer.
    private async Task<int> SendLockedAsync(int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation).ConfigureAwait(false);
        if (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(@LockKey)", new { LockKey }).ConfigureAwait(false)) return 0;
        try
        {
            return await SendRowsAsync(connection, limit, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // The connection goes back to its pool and would keep the lock there.
            await connection.ExecuteAsync("select pg_advisory_unlock(@LockKey)", new { LockKey }).ConfigureAwait(false);
        }
    }

    private async Task<int> SendGatedAsync(int limit, CancellationToken cancellation)
    {
        await database.OutboxGate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await using var connection = await database.OpenAsync(cancellation).ConfigureAwait(false);
            return await SendRowsAsync(connection, limit, cancellation).ConfigureAwait(false);
        }
        finally
        {
            database.OutboxGate.Release();
        }
    }

    private async Task<int> SendRowsAsync(DbConnection connection, int limit, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var row in await connection.QueryAsync<OutboxRow>(_oldest, new { types.Names, limit }).ConfigureAwait(false))
        {
            await SendAsync(connection, row, cancellation).ConfigureAwait(false);
            count++;
        }
        return count;
    }

    private async Task SendAsync(DbConnection connection, OutboxRow row, CancellationToken cancellation)
    {
        object message;
        try
        {
            message = types.Read(row.Type, row.Body);
        }
        // Whatever a body makes of its reader: it stays the same.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // No later try reads it either; put aside it holds up no other, and a person can look at it.
            Log.Unreadable(logger, row.Id, row.Type, e);
            await connection.ExecuteAsync("update outbox set error = @Message where id = @Id", new { e.Message, row.Id }).ConfigureAwait(false);
            return;
        }
        await PublishAsync(row, message, cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync("delete from outbox where id = @Id", new { row.Id }).ConfigureAwait(false);
    }

    private async Task PublishAsync(OutboxRow row, object message, CancellationToken cancellation)
    {
        using var activity = RvosActivity.Resume($"{row.Type} outbox", ActivityKind.Internal, row.TraceParent);
        try
        {
            await publisher.PublishAsync(new OutboxMessage(Guid.Parse(row.MessageId), message, row.TraceParent), cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new OutboxException(e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Row {Id} of the outbox is no readable {Type}: put aside")]
        public static partial void Unreadable(ILogger logger, long id, string type, Exception exception);
    }
}
