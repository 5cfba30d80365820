namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>A message of a segment came before that of an earlier one.</summary>
internal sealed class SegmentOvertookException(string message) : Exception(message);
