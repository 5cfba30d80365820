namespace Rvos.Ingestion.Jobs.Store;

/// <summary>What becomes of a job.</summary>
/// <param name="Row">Its row afterwards.</param>
/// <param name="Event">Kind of the event that tells of it; null for none.</param>
/// <param name="Messages">Published once it is committed, in this order.</param>
internal sealed record JobChange(JobRow Row, string? Event, params IReadOnlyList<object> Messages);
