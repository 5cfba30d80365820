using Rvos.Video.Layouts;

namespace Rvos.Evaluation.Mots;

/// <summary>Scores of one class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Combined">Over all sequences; its name is empty.</param>
/// <param name="Sequences">By sequence.</param>
public sealed record MotsClassScore(MotsClass Class, MotsSequenceScore Combined, IReadOnlyList<MotsSequenceScore> Sequences);
