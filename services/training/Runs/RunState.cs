namespace Rvos.Training.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="BestScore">Greatest J&amp;F of a validation so far; -1 before the first.</param>
/// <param name="BestStep">Steps done at that validation.</param>
public sealed record RunState(long Steps = 0, double BestScore = -1, long BestStep = 0);
