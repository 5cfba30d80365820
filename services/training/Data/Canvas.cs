namespace Rvos.Training.Data;

/// <summary>Draws warped pictures into the frames of a clip.</summary>
internal static unsafe class Canvas
{
    /// <summary>Fills a frame with a warped still, its borders mirrored outwards; labels are sampled at the nearest pixel through a table.</summary>
    internal static void DrawStill(Still still, in InverseMap map, Tone tone, byte[]? labelOf, Span<byte> rgb, Span<byte> labels, int width, int height)
    {
        var shift = new double[width];
        for (var x = 0; x < width; x++) shift[x] = map.ColumnShift(x);
        fixed (byte* source = still.Rgb)
        fixed (byte* target = rgb)
        {
            for (var y = 0; y < height; y++)
            {
                var dx0 = map.RowShift(y) - map.X;
                for (var x = 0; x < width; x++)
                {
                    var (dx, dy) = (x + dx0, y - map.Y + shift[x]);
                    var u = Mirror((float)(map.U + map.A * dx + map.B * dy), still.Width - 1);
                    var v = Mirror((float)(map.V + map.C * dx + map.D * dy), still.Height - 1);
                    int ui = (int)u, vi = (int)v;
                    int fu = (int)((u - ui) * 256), fv = (int)((v - vi) * 256);
                    var p = source + (vi * still.Width + ui) * 3;
                    var right = ui + 1 < still.Width ? 3 : 0;
                    var down = vi + 1 < still.Height ? still.Width * 3 : 0;
                    var o = target + (y * width + x) * 3;
                    for (var c = 0; c < 3; c++)
                    {
                        var top = p[c] * (256 - fu) + p[c + right] * fu;
                        var bottom = p[c + down] * (256 - fu) + p[c + down + right] * fu;
                        o[c] = tone.Table[c * 256 + ((top * (256 - fv) + bottom * fv) >> 16)];
                    }

                    if (labelOf is null) continue;
                    var (nu, nv) = (fu >= 128 && right > 0 ? ui + 1 : ui, fv >= 128 && down > 0 ? vi + 1 : vi);
                    labels[y * width + x] = labelOf[still.Labels![nv * still.Width + nu]];
                }
            }
        }
    }

    /// <summary>Blends a warped sprite over a frame; where it covers at least half, the label becomes <paramref name="label"/>.</summary>
    internal static void DrawSprite(Sprite sprite, in InverseMap map, Tone tone, byte label, Span<byte> rgb, Span<byte> labels, int width, int height)
    {
        var determinant = map.A * map.D - map.B * map.C;
        // The sprite's circumscribed circle, mapped forward, bounds the pixels to visit.
        var reach = Math.Sqrt(sprite.Width * (double)sprite.Width + sprite.Height * (double)sprite.Height) / 2
            * Math.Max(Math.Sqrt(map.D * map.D + map.B * map.B), Math.Sqrt(map.A * map.A + map.C * map.C)) / Math.Abs(determinant) + map.WaveX + map.WaveY + 2;
        int x0 = Math.Max(0, (int)(map.X - reach)), x1 = Math.Min(width - 1, (int)(map.X + reach));
        int y0 = Math.Max(0, (int)(map.Y - reach)), y1 = Math.Min(height - 1, (int)(map.Y + reach));
        if (x1 < x0 || y1 < y0) return;
        var shift = new double[x1 - x0 + 1];
        for (var x = x0; x <= x1; x++) shift[x - x0] = map.ColumnShift(x);
        fixed (byte* source = sprite.Rgba)
        fixed (byte* target = rgb)
        {
            for (var y = y0; y <= y1; y++)
            {
                var dx0 = map.RowShift(y) - map.X;
                for (var x = x0; x <= x1; x++)
                {
                    var (dx, dy) = (x + dx0, y - map.Y + shift[x - x0]);
                    var u = map.U + map.A * dx + map.B * dy;
                    var v = map.V + map.C * dx + map.D * dy;
                    if (u < 0 || v < 0 || u >= sprite.Width - 1 || v >= sprite.Height - 1) continue;
                    int ui = (int)u, vi = (int)v;
                    int fu = (int)((u - ui) * 256), fv = (int)((v - vi) * 256);
                    var p = source + (vi * sprite.Width + ui) * 4;
                    var q = p + sprite.Width * 4;
                    int w00 = (256 - fu) * (256 - fv), w01 = fu * (256 - fv), w10 = (256 - fu) * fv, w11 = fu * fv;
                    var alpha = (p[3] * w00 + p[7] * w01 + q[3] * w10 + q[7] * w11) >> 16;
                    if (alpha == 0) continue;
                    var o = target + (y * width + x) * 3;
                    for (var c = 0; c < 3; c++)
                    {
                        var value = tone.Table[c * 256 + ((p[c] * w00 + p[4 + c] * w01 + q[c] * w10 + q[4 + c] * w11) >> 16)];
                        o[c] = (byte)((value * alpha + o[c] * (255 - alpha) + 127) / 255);
                    }

                    if (alpha >= 128) labels[y * width + x] = label;
                }
            }
        }
    }

    private static float Mirror(float value, int last)
    {
        if (last <= 0) return 0;
        var period = 2f * last;
        value = Math.Abs(value) % period;
        return value > last ? period - value : value;
    }
}
