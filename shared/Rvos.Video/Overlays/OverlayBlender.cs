using Rvos.Video.Masks;

namespace Rvos.Video.Overlays;

/// <summary>Paints the objects of a mask over a picture in their palette colours. Keeps its tables; for one thread.</summary>
public sealed class OverlayBlender
{
    private readonly byte[] _tint = new byte[256 * 3];
    private readonly ushort[] _tintShare = new ushort[256 * 3];
    private readonly int _keep;
    private readonly bool _contours;

    /// <summary>Prepares the colours.</summary>
    /// <param name="palette">R, G, B of each label, up to 256 x 3 bytes; missing colours are black.</param>
    /// <param name="opacity">How much of the colour covers an object, 0 to 1.</param>
    /// <param name="contours">Outline each object in its full colour, one pixel wide.</param>
    /// <exception cref="ArgumentOutOfRangeException">The opacity or the palette's length is out of range.</exception>
    public OverlayBlender(ReadOnlySpan<byte> palette, double opacity, bool contours)
    {
        if (!(opacity is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "The opacity is from 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(palette.Length, _tint.Length, nameof(palette));
        palette.CopyTo(_tint);
        var cover = (int)Math.Round(opacity * 256);
        _keep = 256 - cover;
        _contours = contours;
        for (var i = 0; i < _tint.Length; i++) _tintShare[i] = (ushort)(_tint[i] * cover + 128);
    }

    /// <summary>Paints <paramref name="mask"/> over <paramref name="rgb"/> in place. Label 0 is background and stays as it is.</summary>
    /// <param name="rgb">R, G, B by row, the mask's width x height x 3 bytes.</param>
    /// <param name="mask">The labels.</param>
    /// <exception cref="ArgumentException">The picture has another size than the mask.</exception>
    public void Blend(Span<byte> rgb, LabelMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (rgb.Length != (long)mask.Width * mask.Height * 3)
            throw new ArgumentException($"A mask of {mask.Width} x {mask.Height} needs {mask.Width * mask.Height * 3} bytes of RGB, not {rgb.Length}.", nameof(rgb));
        var labels = mask.Labels.AsSpan();
        for (var y = 0; y < mask.Height; y++)
        {
            var row = labels.Slice(y * mask.Width, mask.Width);
            var first = row.IndexOfAnyExcept((byte)0);
            if (first < 0) continue;
            var last = row.LastIndexOfAnyExcept((byte)0);
            var above = y > 0 ? labels.Slice((y - 1) * mask.Width, mask.Width) : row;
            var below = y + 1 < mask.Height ? labels.Slice((y + 1) * mask.Width, mask.Width) : row;
            BlendRow(rgb.Slice(y * mask.Width * 3, mask.Width * 3), row, above, below, first, last);
        }
    }

    private void BlendRow(
        Span<byte> pixels, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, int first, int last)
    {
        for (var x = first; x <= last; x++)
        {
            var label = row[x];
            if (label == 0) continue;
            var pixel = pixels.Slice(x * 3, 3);
            var colour = label * 3;
            var edge = _contours && (above[x] != label || below[x] != label
                || (x > 0 && row[x - 1] != label) || (x + 1 < row.Length && row[x + 1] != label));
            if (edge)
            {
                _tint.AsSpan(colour, 3).CopyTo(pixel);
                continue;
            }
            var share = _tintShare.AsSpan(colour, 3);
            pixel[0] = (byte)((pixel[0] * _keep + share[0]) >> 8);
            pixel[1] = (byte)((pixel[1] * _keep + share[1]) >> 8);
            pixel[2] = (byte)((pixel[2] * _keep + share[2]) >> 8);
        }
    }
}
