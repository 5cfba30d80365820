namespace Rvos.Training.Data;

/// <summary>Draws what people give instead of a mask: a box, a rough outline, a few points. Values say how likely a pixel is the object's: 0 is known background, 255 known object; see the
/// constants for what lies between.</summary>
public static class CoarsePrompts
{
    /// <summary>Value within a box.</summary>
    public const byte Box = 153;

    /// <summary>Value within a rough outline.</summary>
    public const byte Outline = 204;

    /// <summary>Value where points say nothing: discs around points of the object are 255, others 0, as far as they lie on its side.</summary>
    public const byte Unknown = 64;

    private const double BoxShare = 0.6, OutlineShare = 0.25;
    private const int MostPoints = 4;

    /// <summary>Prompts (N,H,W) for all objects of a clip's first frame, each of a kind of its own.</summary>
    public static byte[] Draw(Clip clip, Random random)
    {
        var pixels = clip.Height * clip.Width;
        var prompts = new byte[clip.ObjectCount * pixels];
        for (var n = 0; n < clip.ObjectCount; n++)
        {
            var mask = Array.ConvertAll(clip.Labels[..pixels], l => l == n + 1);
            var target = prompts.AsSpan(n * pixels, pixels);
            var kind = random.NextDouble();
            if (kind < BoxShare) DrawBox(mask, clip, target, random);
            else if (kind < BoxShare + OutlineShare) DrawOutline(mask, clip, target, random);
            else DrawPoints(mask, clip, target, random);
        }

        return prompts;
    }

    // Each side is off by a little, as a hand is.
    private static void DrawBox(bool[] mask, Clip clip, Span<byte> target, Random random)
    {
        int x0 = clip.Width, y0 = clip.Height, x1 = -1, y1 = -1;
        for (var i = 0; i < mask.Length; i++)
        {
            if (!mask[i]) continue;
            var (y, x) = Math.DivRem(i, clip.Width);
            (x0, x1, y0, y1) = (Math.Min(x0, x), Math.Max(x1, x), Math.Min(y0, y), Math.Max(y1, y));
        }

        if (x1 < 0) return;
        var (left, top, right, bottom) = (Off(x0, x1 - x0), Off(y0, y1 - y0), Off(x1, x1 - x0), Off(y1, y1 - y0));
        for (var y = Math.Max(0, top); y <= Math.Min(clip.Height - 1, bottom); y++)
            for (var x = Math.Max(0, left); x <= Math.Min(clip.Width - 1, right); x++) target[y * clip.Width + x] = Box;

        int Off(int side, int size) => side + (int)Math.Round((random.NextDouble() * 2 - 1) * 0.05 * size);
    }

    // Grown or shrunk by a disc; what would vanish stays.
    private static void DrawOutline(bool[] mask, Clip clip, Span<byte> target, Random random)
    {
        var (radius, grows) = (1 + random.Next(Math.Max(1, clip.Height / 20)), random.Next(2) == 0);
        var changed = new bool[mask.Length];
        for (var i = 0; i < mask.Length; i++) changed[i] = Morphed(mask, clip, i, radius, grows);
        if (!changed.Contains(true)) changed = mask;
        for (var i = 0; i < mask.Length; i++) target[i] = changed[i] ? Outline : (byte)0;
    }

    private static void DrawPoints(bool[] mask, Clip clip, Span<byte> target, Random random)
    {
        target.Fill(Unknown);
        var radius = Math.Max(2, clip.Height / 40);
        Put(mask, 1 + random.Next(MostPoints), 255, target);
        Put(Array.ConvertAll(mask, m => !m), random.Next(MostPoints), 0, target);

        void Put(bool[] where, int count, byte value, Span<byte> into)
        {
            var places = Enumerable.Range(0, where.Length).Where(i => where[i]).ToArray();
            for (; count > 0 && places.Length > 0; count--)
            {
                var (cy, cx) = Math.DivRem(places[random.Next(places.Length)], clip.Width);
                for (var y = Math.Max(0, cy - radius); y <= Math.Min(clip.Height - 1, cy + radius); y++)
                    for (var x = Math.Max(0, cx - radius); x <= Math.Min(clip.Width - 1, cx + radius); x++)
                        if ((x - cx) * (x - cx) + (y - cy) * (y - cy) <= radius * radius && where[y * clip.Width + x]) into[y * clip.Width + x] = value;
            }
        }
    }

    // True where the disc around a pixel holds any of the mask (grown), or nothing but it (shrunk).
    private static bool Morphed(bool[] mask, Clip clip, int at, int radius, bool value)
    {
        var (cy, cx) = Math.DivRem(at, clip.Width);
        for (var y = Math.Max(0, cy - radius); y <= Math.Min(clip.Height - 1, cy + radius); y++)
            for (var x = Math.Max(0, cx - radius); x <= Math.Min(clip.Width - 1, cx + radius); x++)
                if ((x - cx) * (x - cx) + (y - cy) * (y - cy) <= radius * radius && mask[y * clip.Width + x] == value) return value;
        return !value;
    }
}
