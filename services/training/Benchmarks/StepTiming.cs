namespace Rvos.Training.Benchmarks;

/// <summary>Times of a kind of training step.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Milliseconds">Mean of a whole step.</param>
/// <param name="Phases">Means of its parts.</param>
public sealed record StepTiming(string Name, double Milliseconds, IReadOnlyList<PhaseTiming> Phases);
