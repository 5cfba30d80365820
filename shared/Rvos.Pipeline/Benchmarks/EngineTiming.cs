namespace Rvos.Pipeline.Benchmarks;

/// <summary>Timings of one engine, medians in milliseconds per frame.</summary>
/// <param name="Encode">Encoder with the shared gates, in batches of 4 frames.</param>
/// <param name="Decode">Decoder by number of objects.</param>
public sealed record EngineTiming(double Encode, IReadOnlyList<ObjectTiming> Decode);
