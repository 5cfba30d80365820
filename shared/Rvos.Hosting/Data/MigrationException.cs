namespace Rvos.Hosting.Data;

/// <summary>The schema cannot be brought up to date; the message says why.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class MigrationException(string message) : Exception(message);
