namespace Rvos.Video.Decoding;

/// <summary>Names of picture formats that are not read, by a file's first bytes: for messages.</summary>
internal static class PictureNames
{
    /// <summary>Such as <c> (it is a GIF)</c>; empty for what is not known.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes)
    {
        var name = Name(bytes);
        return name.Length == 0 ? "" : $" (it is {name})";
    }

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "a JPEG";
        if (bytes.StartsWith("GIF8"u8)) return "a GIF";
        if (bytes.StartsWith("BM"u8)) return "a BMP";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)) return "a TIFF";
        if (bytes.Length < 12) return "";
        if (bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return "a WebP";
        if (!bytes[4..].StartsWith("ftyp"u8)) return "";
        return bytes[8..].StartsWith("avif"u8) ? "an AVIF" : bytes[8..].StartsWith("hei"u8) || bytes[8..].StartsWith("mif1"u8) ? "a HEIC" : "a video";
    }
}
