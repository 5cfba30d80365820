namespace Rvos.Video.Masks;

/// <summary>One label per pixel: 0 is background, 1 to 255 are objects.</summary>
public sealed class LabelMask
{
    /// <summary>Wraps labels in row-major order.</summary>
    /// <exception cref="ArgumentException">Sizes are not positive or do not fit the labels.</exception>
    public LabelMask(int width, int height, byte[] labels)
    {
        if (width < 1 || height < 1 || labels.Length != (long)width * height) throw new ArgumentException($"{labels.Length} labels do not make {width}x{height} pixels");
        (Width, Height, Labels) = (width, height, labels);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Labels (H,W), row by row.</summary>
    public byte[] Labels { get; }
}
