using System.Buffers.Binary;
using Rvos.Video.Png;

namespace Rvos.Video.Masks;

/// <summary>
/// Labels of an image with alpha. Where alpha varies and all that is not transparent has one colour, alpha is the mask; where it varies among several
/// colours, transparent pixels are background. Alpha that is the same everywhere says nothing.
/// </summary>
/// <param name="file">An image of at most 8 bits.</param>
internal sealed class MaskAlpha(PngFile file)
{
    private const byte Opaque = 255, Void = 255;

    private readonly MaskColours colours = new(PngFormat.Channels(file.Header.Colour));
    private int lowest = Opaque, highest = -1, visible = -1, visibleSample = -1, any = -1;
    private bool isOneColour = true, isOneVisible = true, isOneSample = true;

    /// <summary>Whether an image has alpha at all.</summary>
    internal static bool IsIn(PngFile file) => file.Header.Colour switch
    {
        PngColour.Rgba or PngColour.GreyAlpha => true,
        PngColour.Palette => file.Transparency.Length > 0,
        PngColour.Grey => file.Transparency.Length == 2,
        _ => file.Transparency.Length == 6,
    };

    /// <summary>The labels (H,W); null where alpha says nothing.</summary>
    /// <exception cref="PngFormatException">The pixels are damaged, or of several colours of which one is no object's.</exception>
    internal byte[]? Read()
    {
        file.Unpack(0, Survey);
        if (lowest == highest) return null;
        if (isOneVisible)
        {
            var label = isOneColour || !isOneSample ? (byte)1 : LabelOfVisible();
            return file.Unpack(1, (line, target, _) => Fill(line, target, label));
        }

        // An index is a label whatever colour and alpha it is shown with.
        return file.Header.Colour == PngColour.Palette ? null : file.Unpack(1, Labels);
    }

    private byte LabelOfVisible() =>
        (HasColours ? colours.Find(visible) : (byte)visibleSample) is { } label and > 0 and < Void ? label : (byte)1;

    private bool HasColours => file.Header.Colour is PngColour.Rgb or PngColour.Rgba;

    private void Survey(ReadOnlySpan<byte> line, Span<byte> target, PngRow row)
    {
        var columns = (file.Header.Width - row.X + row.Step - 1) / row.Step;
        for (var i = 0; i < columns; i++)
        {
            var (sample, colour, alpha) = Pixel(line, i);
            (lowest, highest) = (Math.Min(lowest, alpha), Math.Max(highest, alpha));
            if (any < 0) any = colour;
            isOneColour &= colour == any;
            if (alpha == 0) continue;
            if (visible < 0) (visible, visibleSample) = (colour, sample);
            isOneVisible &= colour == visible;
            isOneSample &= sample == visibleSample;
        }
    }

    private void Fill(ReadOnlySpan<byte> line, Span<byte> target, byte label)
    {
        for (var i = 0; i < target.Length; i++) target[i] = Pixel(line, i).Alpha == 0 ? (byte)0 : label;
    }

    private void Labels(ReadOnlySpan<byte> line, Span<byte> target, PngRow row)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var (sample, colour, alpha) = Pixel(line, i);
            target[i] = alpha == 0 ? (byte)0 : HasColours ? colours.LabelOf(colour, row.X + i * row.Step, row.Y) : (byte)sample;
        }
    }

    // Sample: an index, or what stands for the colour.
    private (int Sample, int Colour, byte Alpha) Pixel(ReadOnlySpan<byte> line, int i)
    {
        var transparency = file.Transparency.AsSpan();
        switch (file.Header.Colour)
        {
            case PngColour.Rgba:
                var seen = MaskColours.Key(line[(4 * i)..]);
                return (seen, seen, line[4 * i + 3]);
            case PngColour.GreyAlpha:
                return (line[2 * i], line[2 * i], line[2 * i + 1]);
            case PngColour.Rgb:
                var rgb = MaskColours.Key(line[(3 * i)..]);
                return (rgb, rgb, rgb == MaskColours.Key([transparency[1], transparency[3], transparency[5]]) ? (byte)0 : Opaque);
            case PngColour.Grey:
                var grey = Packed(line, i);
                return (grey, grey, grey == BinaryPrimitives.ReadUInt16BigEndian(transparency) ? (byte)0 : Opaque);
            default:
                var index = Packed(line, i);
                return (index, 3 * index < file.Palette.Length ? MaskColours.Key(file.Palette.AsSpan(3 * index)) : 0, index < transparency.Length ? transparency[index] : Opaque);
        }
    }

    private int Packed(ReadOnlySpan<byte> line, int i)
    {
        var bits = file.Header.Bits;
        return line[i * bits / 8] >> (8 - bits - i * bits % 8) & ((1 << bits) - 1);
    }
}
