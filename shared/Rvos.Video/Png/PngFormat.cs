namespace Rvos.Video.Png;

/// <summary>What reader and writer share.</summary>
internal static class PngFormat
{
    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal static int Channels(PngColour colour) => colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.Rgba => 4,
        _ => 1,
    };
}
