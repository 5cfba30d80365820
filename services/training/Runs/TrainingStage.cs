using Rvos.Training.Steps;

namespace Rvos.Training.Runs;

/// <summary>A part of a run with clips of one size.</summary>
/// <param name="FromStep">First step.</param>
/// <param name="Frames">Frames of a clip.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="PreviousMask">Which mask the cells read; not used for zero-shot.</param>
/// <param name="Batch">Clips a step; null for the run's.</param>
/// <param name="FreshOptimiser">True forgets the optimiser's moments at the first step, as the original does between its stages.</param>
public sealed record TrainingStage(long FromStep, int Frames, int Height, int Width, PreviousMask PreviousMask, int? Batch = null, bool FreshOptimiser = false);
