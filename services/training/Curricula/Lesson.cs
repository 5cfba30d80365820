using Rvos.Model;

namespace Rvos.Training.Curricula;

/// <summary>What the curriculum says for one step.</summary>
/// <param name="Epoch">Epoch, from 0.</param>
/// <param name="TruthShare">Probability that a frame reads the true previous mask, in stages that sample.</param>
/// <param name="FrameStep">Step from frame to frame; 0 leaves it to the clip source.</param>
/// <param name="LeastArea">Least area, in pixels, of objects that count in the loss.</param>
/// <param name="Recurrence">Recurrences.</param>
public sealed record Lesson(int Epoch, double TruthShare, int FrameStep, double LeastArea, Recurrence Recurrence);
