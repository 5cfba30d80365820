namespace Rvos.Training.Data;

/// <summary>A photograph, and what is known of the objects in it.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Interleaved RGB (H,W,3).</param>
/// <param name="Labels">Labels (H,W), 0 background; null when nobody labelled it.</param>
/// <param name="Objects">Labels of objects large enough to follow.</param>
/// <param name="Kinds">Categories of labels, as far as they are known; may be null.</param>
public sealed record Still(int Width, int Height, byte[] Rgb, byte[]? Labels, IReadOnlyList<byte> Objects, IReadOnlyDictionary<byte, string>? Kinds = null);
