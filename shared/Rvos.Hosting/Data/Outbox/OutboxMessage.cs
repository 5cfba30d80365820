namespace Rvos.Hosting.Data;

/// <summary>A message on its way from the outbox to the bus.</summary>
/// <param name="MessageId">The same at each delivery: the bus's own message id.</param>
/// <param name="Message">Of a registered type.</param>
/// <param name="TraceParent">W3C trace context of who added it, or null.</param>
public sealed record OutboxMessage(Guid MessageId, object Message, string? TraceParent);
