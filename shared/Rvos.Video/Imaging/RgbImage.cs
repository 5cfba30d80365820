namespace Rvos.Video.Imaging;

/// <summary>An image of interleaved RGB bytes.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Bytes (H,W,3), row by row; may be longer than the image.</param>
public sealed record RgbImage(int Width, int Height, byte[] Rgb);
