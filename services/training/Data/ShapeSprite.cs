namespace Rvos.Training.Data;

/// <summary>Objects that nobody photographed: a random shape of one or several lobes, filled with a piece of a photograph and toned. Endless kinds of them keep a network from
/// learning a few hundred cut-outs by heart.</summary>
internal static class ShapeSprite
{
    private const int Waves = 6, MostLobes = 4;

    /// <summary>Draws a shape.</summary>
    /// <param name="texture">The photograph that fills it.</param>
    /// <param name="random">Source of all draws.</param>
    internal static Sprite Draw(Still texture, Random random)
    {
        var side = 56 + random.Next(90);
        var lobes = Enumerable.Range(0, 1 + random.Next(MostLobes)).Select(n => new Lobe(random, side, isFirst: n == 0)).ToArray();
        var tone = new Tone(random, random.NextDouble());
        var scale = Math.Exp((random.NextDouble() - 0.5) * 1.4);
        var (left, top) = (random.NextDouble() * texture.Width, random.NextDouble() * texture.Height);
        var rgba = new byte[side * side * 4];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var o = (y * side + x) * 4;
                var alpha = lobes.Max(l => l.Coverage(x, y));
                if (alpha <= 0) continue;
                var source = (Wrap(top + y * scale, texture.Height) * texture.Width + Wrap(left + x * scale, texture.Width)) * 3;
                for (var c = 0; c < 3; c++) rgba[o + c] = tone.Table[c * 256 + texture.Rgb[source + c]];
                rgba[o + 3] = (byte)(alpha * 255);
            }
        }

        return new Sprite(side, side, rgba);
    }

    // Mirrored at the borders.
    private static int Wrap(double value, int size)
    {
        var folded = (int)value % (2 * size);
        return folded < size ? folded : 2 * size - 1 - folded;
    }

    /// <summary>A closed curve: the radius is a sum of waves over the angle, the whole stretched and turned.</summary>
    private sealed class Lobe
    {
        private readonly double x, y, radius, cos, sin, stretch;
        private readonly (double Height, double Phase)[] waves = new (double, double)[Waves];

        internal Lobe(Random random, int side, bool isFirst)
        {
            var spread = isFirst ? 0.04 : 0.28;
            (x, y) = (side * (0.5 + spread * (random.NextDouble() * 2 - 1)), side * (0.5 + spread * (random.NextDouble() * 2 - 1)));
            radius = side * (isFirst ? 0.2 + 0.1 * random.NextDouble() : 0.08 + 0.1 * random.NextDouble());
            var angle = random.NextDouble() * Math.PI;
            (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
            stretch = Math.Exp(0.5 * random.NextDouble());
            var roughness = 0.35 * random.NextDouble();
            for (var k = 0; k < Waves; k++) waves[k] = (roughness * (random.NextDouble() * 2 - 1) / Math.Sqrt(k + 1), random.NextDouble() * 2 * Math.PI);
        }

        /// <summary>1 inside, 0 outside, between them over about two pixels.</summary>
        internal double Coverage(int column, int row)
        {
            var (dx, dy) = (column - x, row - y);
            var (u, v) = ((dx * cos + dy * sin) / stretch, (dy * cos - dx * sin) * stretch);
            var angle = Math.Atan2(v, u);
            var edge = 1.0;
            for (var k = 0; k < Waves; k++) edge += waves[k].Height * Math.Cos((k + 1) * angle + waves[k].Phase);
            return Math.Clamp((radius * edge - Math.Sqrt(u * u + v * v)) / 2 + 0.5, 0, 1);
        }
    }
}
