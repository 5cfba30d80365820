namespace Rvos.Pipeline.Benchmarks;

/// <summary>Timings of one network.</summary>
/// <param name="Encoder">The encoder's name.</param>
/// <param name="DefaultPath">What the default path is on this machine.</param>
/// <param name="Plain">Plain libtorch operators in fp32.</param>
/// <param name="Default">The default path.</param>
public sealed record NetworkTiming(string Encoder, string DefaultPath, EngineTiming Plain, EngineTiming Default);
