namespace Rvos.Video.Layouts;

/// <summary>An object of a sequence, as meta.json lists it.</summary>
/// <param name="Id">Its label, 1 to 254.</param>
/// <param name="Category">Its category; empty when there is none.</param>
/// <param name="Frames">Names of the frames that show it, in order; the first one starts it.</param>
public sealed record TruthObject(byte Id, string Category, IReadOnlyList<string> Frames);
