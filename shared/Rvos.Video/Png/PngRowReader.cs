namespace Rvos.Video.Png;

/// <summary>Makes of a row, its filter undone, what is wanted of its pixels.</summary>
/// <param name="line">Samples as in the file, packed.</param>
/// <param name="target">As many bytes for each pixel as are wanted.</param>
/// <param name="row">Where the row lies.</param>
internal delegate void PngRowReader(ReadOnlySpan<byte> line, Span<byte> target, PngRow row);
