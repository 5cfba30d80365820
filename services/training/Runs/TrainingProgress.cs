namespace Rvos.Training.Runs;

/// <summary>Means over the steps since the last report.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Mean loss of a frame.</param>
/// <param name="Overlap">Mean intersection over union of predicted masks after frame 0.</param>
/// <param name="SecondsPerStep">Seconds a step.</param>
/// <param name="WaitShare">Share of the time spent waiting for clips.</param>
public sealed record TrainingProgress(long Step, long Steps, double Loss, double Overlap, double SecondsPerStep, double WaitShare);
