namespace Rvos.Training.Data;

/// <summary>The pictures that synthetic clips are made of, held in memory.</summary>
/// <param name="Stills">Photographs with labelled objects.</param>
/// <param name="Backgrounds">Photographs and video frames to paste onto; labels are not used.</param>
/// <param name="PhotoSprites">Objects cut out of photographs.</param>
/// <param name="DrawnSprites">Drawn or rendered objects.</param>
public sealed record StillLibrary(IReadOnlyList<Still> Stills, IReadOnlyList<Still> Backgrounds, IReadOnlyList<Sprite> PhotoSprites, IReadOnlyList<Sprite> DrawnSprites)
{
    /// <summary>The cut-outs of photographs whose category is known, by category.</summary>
    public IReadOnlyDictionary<string, Sprite[]> SpritesByKind { get; } = PhotoSprites.Where(s => s.Kind is not null).GroupBy(s => s.Kind!).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>Cuts every object of a still out, its edge softened over about a pixel.</summary>
    public static IEnumerable<Sprite> CutOut(Still still)
    {
        if (still.Labels is not { } labels) yield break;
        foreach (var id in still.Objects)
        {
            int x0 = still.Width, y0 = still.Height, x1 = -1, y1 = -1;
            for (var y = 0; y < still.Height; y++)
            {
                for (var x = 0; x < still.Width; x++)
                {
                    if (labels[y * still.Width + x] != id) continue;
                    (x0, x1, y0, y1) = (Math.Min(x0, x), Math.Max(x1, x), Math.Min(y0, y), Math.Max(y1, y));
                }
            }

            if (x1 - x0 < 12 || y1 - y0 < 12) continue;
            yield return CutOut(still, labels, id, x0 - 2, y0 - 2, x1 - x0 + 5, y1 - y0 + 5) with { Kind = still.Kinds?.GetValueOrDefault(id) };
        }
    }

    internal static Sprite CutOut(Still still, byte[] labels, byte id, int left, int top, int width, int height)
    {
        var rgba = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sx, sy) = (Math.Clamp(left + x, 0, still.Width - 1), Math.Clamp(top + y, 0, still.Height - 1));
                var o = (y * width + x) * 4;
                still.Rgb.AsSpan((sy * still.Width + sx) * 3, 3).CopyTo(rgba.AsSpan(o));
                var covered = 0;
                for (var dy = -1; dy <= 1; dy++)
                {
                    for (var dx = -1; dx <= 1; dx++)
                    {
                        var (nx, ny) = (left + x + dx, top + y + dy);
                        if (nx >= 0 && ny >= 0 && nx < still.Width && ny < still.Height && labels[ny * still.Width + nx] == id) covered++;
                    }
                }

                rgba[o + 3] = (byte)(covered * 255 / 9);
            }
        }

        return new Sprite(width, height, rgba);
    }
}
