using Rvos.Training.Steps;

namespace Rvos.Training.Benchmarks;

/// <summary>Time of a part of a training step.</summary>
/// <param name="Phase">The part.</param>
/// <param name="Milliseconds">Mean over steps.</param>
public sealed record PhaseTiming(StepPhase Phase, double Milliseconds);
