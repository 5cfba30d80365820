using System.Runtime.InteropServices;

namespace Rvos.Video.Png;

/// <summary>A decoded PNG.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Colour">Colour type.</param>
/// <param name="Bits">Bits of a sample in the file: 1, 2, 4, 8 or 16.</param>
/// <param name="Bytes">Samples (H,W,channels) as in the file: indices for a palette, 0..2^bits-1 else. A byte each; of 16 bits two, in the machine's order.</param>
/// <param name="Palette">RGB triples of a palette image, as in the file; empty else. Annotations with fewer colours than labels exist: an index may lie behind its end.</param>
public sealed record PngImage(int Width, int Height, PngColour Colour, int Bits, byte[] Bytes, byte[] Palette)
{
    private readonly Lazy<ushort[]> samples = new(() => Bits == 16 ? MemoryMarshal.Cast<byte, ushort>(Bytes).ToArray() : Array.ConvertAll(Bytes, b => (ushort)b));

    /// <summary>Samples of a pixel.</summary>
    public int Channels => PngFormat.Channels(Colour);

    /// <summary>The samples (H,W,channels), whatever their size; made when first asked for.</summary>
    public ushort[] Samples => samples.Value;

    /// <summary>The image as RGB bytes; alpha is ignored, 16 bits are cut to 8, an index without a colour is black.</summary>
    public byte[] ToRgb()
    {
        if (Colour == PngColour.Rgb && Bits == 8) return (byte[])Bytes.Clone();
        var rgb = new byte[Width * Height * 3];
        var peak = (1 << Bits) - 1;
        for (var i = 0; i < Width * Height; i++)
        {
            for (var c = 0; c < 3; c++)
            {
                rgb[i * 3 + c] = Colour switch
                {
                    PngColour.Palette => Samples[i] * 3 < Palette.Length ? Palette[Samples[i] * 3 + c] : (byte)0,
                    PngColour.Grey or PngColour.GreyAlpha => Scale(Samples[i * Channels], peak),
                    _ => Scale(Samples[i * Channels + c], peak),
                };
            }
        }

        return rgb;
    }

    /// <summary>The image as RGBA bytes; opaque when it has no alpha.</summary>
    public byte[] ToRgba()
    {
        var rgb = ToRgb();
        var rgba = new byte[Width * Height * 4];
        for (var i = 0; i < Width * Height; i++)
        {
            rgb.AsSpan(i * 3, 3).CopyTo(rgba.AsSpan(i * 4));
            rgba[i * 4 + 3] = Colour is PngColour.Rgba or PngColour.GreyAlpha ? Scale(Samples[i * Channels + Channels - 1], (1 << Bits) - 1) : (byte)255;
        }

        return rgba;
    }

    private byte Scale(ushort sample, int peak) => Bits == 16 ? (byte)(sample >> 8) : (byte)(sample * 255 / peak);
}
