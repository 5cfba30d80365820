namespace Rvos.Training.Data;

/// <summary>What a training step wants of a clip.</summary>
/// <param name="Length">Frames.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="MaxObjects">Most labelled objects.</param>
/// <param name="FrameStep">Step from frame to frame in the sequence; 0 leaves it to the source.</param>
public sealed record ClipRequest(int Length, int Height, int Width, int MaxObjects, int FrameStep = 0);
