namespace Rvos.Pipeline.Benchmarks;

/// <summary>Decoder time of a frame with some objects.</summary>
/// <param name="Objects">Number of objects.</param>
/// <param name="Milliseconds">Median per frame.</param>
public sealed record ObjectTiming(int Objects, double Milliseconds);
