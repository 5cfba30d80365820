namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>A true and a found object that have something in common, by their positions in a list.</summary>
/// <param name="Truth">The true object.</param>
/// <param name="Result">The found object.</param>
/// <param name="Value">How much: the IoU of two masks, or a number of frames; above 0.</param>
internal readonly record struct TrackPair(int Truth, int Result, double Value);
