namespace Rvos.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Sequence">The sequence at work.</param>
/// <param name="FramesDone">Its frames that are compared.</param>
/// <param name="Frames">Its frames to compare.</param>
public readonly record struct EvaluationProgress(string Sequence, int FramesDone, int Frames);
