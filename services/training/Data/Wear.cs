namespace Rvos.Training.Data;

/// <summary>What cameras and codecs do to frames: light that changes, noise, blur, coarse blocks.</summary>
internal static class Wear
{
    /// <summary>Mirrors a frame and its labels left to right.</summary>
    internal static void Mirror(Span<byte> rgb, Span<byte> labels, int width, int height)
    {
        for (var y = 0; y < height; y++)
        {
            labels.Slice(y * width, width).Reverse();
            var row = rgb.Slice(y * width * 3, width * 3);
            row.Reverse();
            for (var x = 0; x < row.Length; x += 3) (row[x], row[x + 2]) = (row[x + 2], row[x]);
        }
    }

    /// <summary>Wears all frames of a clip in place.</summary>
    internal static void Apply(byte[] frames, int length, int height, int width, Random random)
    {
        var size = height * width * 3;
        var (light, noise) = (random.NextDouble() < 0.4 ? (random.NextDouble() - 0.5) * 12 : 0, random.NextDouble() < 0.5 ? random.Next(2, 14) : 0);
        var blur = random.NextDouble() < 0.25;
        var block = random.NextDouble() < 0.15;
        var quality = random.NextDouble() < 0.2 ? 4 + 20 * random.NextDouble() : 0;
        var shade = random.NextDouble() < 0.2 ? new Shade(random, width, height) : null;
        for (var t = 0; t < length; t++)
        {
            var frame = frames.AsSpan(t * size, size);
            if (blur) Blur(frame, width, height);
            shade?.Apply(frame, width, height, t);
            if (block) Blocks(frame, width, height);
            if (quality > 0) BlockTransform.Apply(frame, width, height, quality);
            if (light == 0 && noise == 0) continue;
            var state = (uint)random.Next() | 1;
            var offset = (int)(light * t);
            for (var i = 0; i < frame.Length; i++)
            {
                // xorshift: the noise needs no quality, only speed.
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                var value = frame[i] + offset + (noise == 0 ? 0 : (int)(state % (uint)(2 * noise + 1)) - noise);
                frame[i] = (byte)Math.Clamp(value, 0, 255);
            }
        }
    }

    // A 2x2 mean, twice in effect a small defocus at the sizes of training clips.
    private static void Blur(Span<byte> rgb, int width, int height)
    {
        var stride = width * 3;
        for (var y = 0; y < height - 1; y++)
        {
            for (var i = y * stride; i < y * stride + stride - 3; i++)
                rgb[i] = (byte)((rgb[i] + rgb[i + 3] + rgb[i + stride] + rgb[i + stride + 3] + 2) >> 2);
        }
    }

    // Colour at half resolution, as 4:2:0 codecs store it, and eight levels fewer.
    private static void Blocks(Span<byte> rgb, int width, int height)
    {
        for (var y = 0; y + 1 < height; y += 2)
        {
            for (var x = 0; x + 1 < width; x += 2)
            {
                var p = (y * width + x) * 3;
                var q = p + width * 3;
                for (var c = 0; c < 3; c++)
                {
                    var mean = (rgb[p + c] + rgb[p + 3 + c] + rgb[q + c] + rgb[q + 3 + c]) >> 2;
                    rgb[p + c] = (byte)((rgb[p + c] + mean) >> 1 & ~3);
                    rgb[p + 3 + c] = (byte)((rgb[p + 3 + c] + mean) >> 1 & ~3);
                    rgb[q + c] = (byte)((rgb[q + c] + mean) >> 1 & ~3);
                    rgb[q + 3 + c] = (byte)((rgb[q + 3 + c] + mean) >> 1 & ~3);
                }
            }
        }
    }
}
