namespace Rvos.Video.Png;

/// <summary>Where the pixels of a row lie in the image.</summary>
/// <param name="Y">Row of the image.</param>
/// <param name="X">Column of the first pixel.</param>
/// <param name="Step">Columns from one pixel to the next: more than 1 in passes of an interlaced image.</param>
internal readonly record struct PngRow(int Y, int X, int Step);
