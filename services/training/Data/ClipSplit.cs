namespace Rvos.Training.Data;

/// <summary>Clips to train on, and clips of held-out pictures and sequences to judge by.</summary>
/// <param name="Training">For training.</param>
/// <param name="HeldOut">For validations; null when nothing is held out.</param>
public sealed record ClipSplit(IClipSource Training, IClipSource? HeldOut);
