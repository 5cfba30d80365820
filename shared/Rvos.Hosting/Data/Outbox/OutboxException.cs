namespace Rvos.Hosting.Data;

/// <summary>A message could not be published; it stays in the outbox.</summary>
/// <param name="inner">What the publisher said.</param>
public sealed class OutboxException(Exception inner) : Exception($"a message could not be published: {inner?.Message}", inner);
