namespace Rvos.Hosting.Data;

/// <summary>A type that may stand in the outbox.</summary>
/// <param name="Type">Serialisable as JSON.</param>
public sealed record OutboxMessageType(Type Type);
