namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Notes of a job as a column: a line each.</summary>
internal static class JobNotes
{
    private const int Most = 50;

    /// <summary>The notes.</summary>
    internal static string[] Of(string? column) => column?.Split('\n') ?? [];

    /// <summary>Adds notes that are not there yet; no more than 50 are kept.</summary>
    internal static string? With(string? column, IReadOnlyList<string> more) =>
        more.Count == 0 ? column : string.Join('\n', Of(column).Union(more).Take(Most));
}
