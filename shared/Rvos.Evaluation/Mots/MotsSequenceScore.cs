using Rvos.Evaluation.Mots.TrackEval;

namespace Rvos.Evaluation.Mots;

/// <summary>Scores of one class in one sequence, or over several.</summary>
/// <param name="Name">The sequence.</param>
/// <param name="MotsTools">As mots_tools computes them: MOTSA, sMOTSA, MOTSP and others.</param>
/// <param name="TrackEval">As TrackEval computes them: HOTA, CLEAR, identity.</param>
public sealed record MotsSequenceScore(string Name, MotsScore MotsTools, TrackingScore TrackEval);
