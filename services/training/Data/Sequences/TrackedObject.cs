namespace Rvos.Training.Data.Sequences;

/// <summary>Cuts a tracked object out of one clip's frames and pastes it into another clip, moving as it does in its own.</summary>
internal static class TrackedObject
{
    // Share of the frame's width that an object wanders at most in a whole clip, beside its own motion: in a long one it would be gone soon.
    private const double Stay = 0.3;

    /// <summary>The clip with the object on top: as one more object, or, when there are as many as may be, in place of all others or as an unlabelled passer-by.</summary>
    /// <returns>Null when an object would not be visible in the first frame.</returns>
    internal static Clip? Paste(Clip clip, Still[] frames, byte label, int maxObjects, double leastArea, Random random)
    {
        if (Cut(frames, label) is not { } sprites) return null;
        var (height, width, pixels) = (clip.Height, clip.Width, clip.Height * clip.Width);
        var (rgb, labels) = ((byte[])clip.Frames.Clone(), (byte[])clip.Labels.Clone());
        var isFull = clip.ObjectCount == maxObjects;
        var takesOver = isFull && random.Next(2) == 0;
        var objects = takesOver ? 1 : isFull ? clip.ObjectCount : clip.ObjectCount + 1;
        if (takesOver) labels.AsSpan().ReplaceAny(Clip.Ignored);
        var area = Math.Exp(Math.Log(0.02) + random.NextDouble() * Math.Log(0.25 / 0.02));
        var scale = Math.Clamp(Math.Sqrt(area * pixels / Math.Max(1, sprites[0].Area)), 0.1, 3);
        var motion = new Motion(random, width * (0.15 + 0.7 * random.NextDouble()), height * (0.15 + 0.7 * random.NextDouble()), scale,
            speed: Math.Min(0.03 * random.NextDouble(), Stay / (clip.Length + clip.Length * clip.Length / 8.0)) * width,
            turn: Math.Min(0.02, Stay / clip.Length), growth: Math.Min(0.02, Stay / clip.Length), wave: 0, extent: height);
        var tone = new Tone(random, 0.5 * random.NextDouble());
        for (var t = 0; t < clip.Length; t++)
        {
            Canvas.DrawSprite(sprites[t], motion.At(t, sprites[t].Width / 2.0, sprites[t].Height / 2.0), tone, isFull && !takesOver ? (byte)0 : (byte)objects,
                rgb.AsSpan(t * pixels * 3, pixels * 3), labels.AsSpan(t * pixels, pixels), width, height);
        }

        return CroppedClip.AllVisible(labels.AsSpan(0, pixels), objects, leastArea) ? new Clip(clip.Length, height, width, objects, rgb, labels) : null;
    }

    // All sprites are cut by the same window, so that the object moves within it as it did in its sequence.
    private static Sprite[]? Cut(Still[] frames, byte label)
    {
        int x0 = int.MaxValue, y0 = int.MaxValue, x1 = -1, y1 = -1;
        foreach (var frame in frames)
        {
            for (var i = 0; i < frame.Labels!.Length; i++)
            {
                if (frame.Labels[i] != label) continue;
                var (y, x) = Math.DivRem(i, frame.Width);
                (x0, x1, y0, y1) = (Math.Min(x0, x), Math.Max(x1, x), Math.Min(y0, y), Math.Max(y1, y));
            }
        }

        return x1 - x0 < 12 || y1 - y0 < 12 ? null : frames.Select(f => StillLibrary.CutOut(f, f.Labels!, label, x0 - 2, y0 - 2, x1 - x0 + 5, y1 - y0 + 5)).ToArray();
    }

    private static void ReplaceAny(this Span<byte> labels, byte except)
    {
        foreach (ref var label in labels)
            if (label != except) label = 0;
    }
}
