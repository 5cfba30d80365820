namespace Rvos.Training.Data;

/// <summary>A broad band of light or shadow that moves over the picture: gain 1 + a·sin(kx·x + ky·y + φ + ω·t).</summary>
internal sealed class Shade
{
    private readonly double strength, kx, ky, phase, speed;

    internal Shade(Random random, int width, int height)
    {
        double Signed() => random.NextDouble() * 2 - 1;
        strength = 0.15 + 0.3 * random.NextDouble();
        (kx, ky) = (Signed() * 2 * Math.PI / width, Signed() * 2 * Math.PI / height);
        (phase, speed) = (random.NextDouble() * 2 * Math.PI, Signed() * 0.6);
    }

    /// <summary>Lights a frame in place; the gain is constant over 8 columns.</summary>
    internal void Apply(Span<byte> rgb, int width, int height, int t)
    {
        const int Run = 8;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x += Run)
            {
                var gain = (int)(256 * (1 + strength * Math.Sin(kx * x + ky * y + phase + speed * t)));
                var end = (y * width + Math.Min(width, x + Run)) * 3;
                for (var i = (y * width + x) * 3; i < end; i++) rgb[i] = (byte)Math.Min(255, rgb[i] * gain >> 8);
            }
        }
    }
}
