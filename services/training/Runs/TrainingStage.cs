using Rvos.Training.Steps;

namespace Rvos.Training.Runs;

/// <summary>A part of a run with clips of one size.</summary>
/// <param name="FromStep">First step.</param>
/// <param name="Frames">Frames of a clip.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="PreviousMask">Which mask the cells read; not used for zero-shot.</param>
public sealed record TrainingStage(long FromStep, int Frames, int Height, int Width, PreviousMask PreviousMask);
