namespace Rvos.Training.Data.Sequences;

/// <summary>A sequence of a data set: its annotated frames in order.</summary>
/// <param name="Name">Data set and sequence, for messages and for the choice of held-out ones.</param>
/// <param name="Frames">Annotated frames.</param>
public sealed record AnnotatedSequence(string Name, IReadOnlyList<AnnotatedFrame> Frames);
