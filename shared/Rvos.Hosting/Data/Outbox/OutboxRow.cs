namespace Rvos.Hosting.Data;

/// <summary>A row of the table <c>outbox</c>.</summary>
internal sealed class OutboxRow
{
    public const string Columns = "id as Id, message_id as MessageId, type as Type, body as Body, trace_parent as TraceParent";

    public long Id { get; init; }

    public required string MessageId { get; init; }

    public required string Type { get; init; }

    public required string Body { get; init; }

    public string? TraceParent { get; init; }
}
