namespace Rvos.Ingestion.Results;

/// <summary>Masks of a job are there and cannot be read.</summary>
/// <param name="inner">What is wrong with them.</param>
public sealed class MasksDamagedException(InvalidDataException inner) : IOException(inner?.Message, inner);
