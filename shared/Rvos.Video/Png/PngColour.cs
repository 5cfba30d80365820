namespace Rvos.Video.Png;

/// <summary>Colour types of PNG (ISO/IEC 15948, 11.2.2), by their numbers there.</summary>
public enum PngColour
{
    /// <summary>Grey, 1 to 16 bits.</summary>
    Grey = 0,
    /// <summary>Red, green, blue, 8 or 16 bits.</summary>
    Rgb = 2,
    /// <summary>Indices into a palette, 1 to 8 bits.</summary>
    Palette = 3,
    /// <summary>Grey and alpha, 8 or 16 bits.</summary>
    GreyAlpha = 4,
    /// <summary>Red, green, blue and alpha, 8 or 16 bits.</summary>
    Rgba = 6,
}
