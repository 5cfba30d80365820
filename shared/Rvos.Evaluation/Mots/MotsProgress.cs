namespace Rvos.Evaluation.Mots;

/// <summary>How far an evaluation is.</summary>
/// <param name="Sequence">The sequence that was just finished.</param>
/// <param name="Done">Sequences that are finished.</param>
/// <param name="Total">All sequences.</param>
public sealed record MotsProgress(string Sequence, int Done, int Total);
