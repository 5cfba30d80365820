namespace Rvos.Training.Data;

/// <summary>An image with coverage, to be warped into a clip.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgba">Interleaved RGBA (H,W,4), colours not premultiplied.</param>
/// <param name="Kind">Category, where it is known.</param>
public sealed record Sprite(int Width, int Height, byte[] Rgba, string? Kind = null)
{
    /// <summary>Covered pixels: alpha at least one half.</summary>
    public int Area { get; } = CountCovered(Rgba);

    private static int CountCovered(byte[] rgba)
    {
        var area = 0;
        for (var i = 3; i < rgba.Length; i += 4)
            if (rgba[i] >= 128) area++;
        return area;
    }
}
