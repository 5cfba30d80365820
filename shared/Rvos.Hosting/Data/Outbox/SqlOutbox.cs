using System.Data.Common;
using System.Diagnostics;
using Dapper;

namespace Rvos.Hosting.Data;

/// <summary>The outbox as a table.</summary>
/// <param name="database">Of the transactions.</param>
/// <param name="types">That are let in.</param>
/// <param name="signal">Wakes the dispatcher after a commit.</param>
/// <param name="clock">Tells when a message was added.</param>
internal sealed class SqlOutbox(Database database, OutboxMessageTypes types, OutboxSignal signal, TimeProvider clock) : IOutbox
{
    private const string Insert = """
        insert into outbox (message_id, type, body, trace_parent, added_at)
        values (@MessageId, @Type, @Body, @TraceParent, @AddedAt)
        """;

    public async Task AddAsync(DbTransaction transaction, object message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var (type, body) = types.Write(message);
        var row = new
        {
            MessageId = Guid.NewGuid().ToString(),
            Type = type,
            Body = body,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
            AddedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(Insert, row, transaction, cancellationToken: cancellation))
            .ConfigureAwait(false);
        database.AfterCommit(transaction, signal.Raise);
    }
}
