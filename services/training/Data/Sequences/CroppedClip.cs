namespace Rvos.Training.Data.Sequences;

/// <summary>A random crop of a sequence's frames, mirrored half the time, with other colours.</summary>
internal static class CroppedClip
{
    /// <summary>The clip; null when no object is visible in the first frame.</summary>
    internal static Clip? Cut(Still[] frames, ClipRequest request, double leastArea, Random random)
    {
        var first = frames[0];
        var present = first.Objects.OrderBy(_ => random.Next()).Take(request.MaxObjects).ToArray();
        if (present.Length == 0) return null;
        var labelOf = LabelsOf(present);
        var covers = Math.Max(request.Width / (double)first.Width, request.Height / (double)first.Height) * (1 + 0.5 * random.NextDouble());
        // A camera that stands still: the sequence has its own motion.
        var camera = new Motion(random, request.Width / 2.0, request.Height / 2.0, covers, 0, 0, 0, 0, request.Height);
        var map = camera.At(0, first.Width * (0.4 + 0.2 * random.NextDouble()), first.Height * (0.4 + 0.2 * random.NextDouble()));
        var (pixels, tone, mirrored) = (request.Height * request.Width, new Tone(random, 0.6 * random.NextDouble()), random.Next(2) == 0);
        var (rgb, labels) = (new byte[request.Length * pixels * 3], new byte[request.Length * pixels]);
        for (var t = 0; t < frames.Length; t++)
        {
            var frame = rgb.AsSpan(t * pixels * 3, pixels * 3);
            var mask = labels.AsSpan(t * pixels, pixels);
            Canvas.DrawStill(frames[t], map, tone, labelOf, frame, mask, request.Width, request.Height);
            if (mirrored) Wear.Mirror(frame, mask, request.Width, request.Height);
        }

        return AllVisible(labels.AsSpan(0, pixels), present.Length, leastArea) ? new Clip(request.Length, request.Height, request.Width, present.Length, rgb, labels) : null;
    }

    /// <summary>A table from labels of the sequence to those of the clip; what is ignored stays so.</summary>
    internal static byte[] LabelsOf(IReadOnlyList<byte> objects)
    {
        var labelOf = new byte[256];
        labelOf[Clip.Ignored] = Clip.Ignored;
        for (var i = 0; i < objects.Count; i++) labelOf[objects[i]] = (byte)(i + 1);
        return labelOf;
    }

    /// <summary>Whether all objects cover at least a share of a frame.</summary>
    internal static bool AllVisible(ReadOnlySpan<byte> labels, int objects, double leastArea)
    {
        Span<int> counts = stackalloc int[256];
        foreach (var label in labels) counts[label]++;
        for (var label = 1; label <= objects; label++)
            if (counts[label] < leastArea * labels.Length) return false;
        return true;
    }
}
