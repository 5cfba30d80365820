using Rvos.Video.Imaging;

namespace Rvos.Training.Data.Sequences;

/// <summary>Whole frames resized to the clip's size, as the original does; its augmentation on top if asked for.</summary>
internal static class ResizedClip
{
    /// <summary>The clip; null when it has no object, or, without the original's augmentation, not all are visible in the first frame.</summary>
    internal static Clip? Make(Still[] frames, ClipRequest request, Augmentation augmentation, double leastArea, Random random)
    {
        var isOriginal = augmentation == Augmentation.Original;
        var objects = (isOriginal ? frames.SelectMany(f => f.Objects).Distinct().Order() : frames[0].Objects.Order()).Take(request.MaxObjects).ToArray();
        if (objects.Length == 0) return null;
        var labelOf = CroppedClip.LabelsOf(objects);
        var (height, width, pixels) = (request.Height, request.Width, request.Height * request.Width);
        var (rgb, labels) = (new byte[request.Length * pixels * 3], new byte[request.Length * pixels]);
        // The draws come in the original's order: mirroring, rotation, two shifts, shear, two zooms.
        var mirrored = isOriginal && random.NextDouble() < 0.5;
        var warp = isOriginal ? Draw(random) : null;
        for (var t = 0; t < frames.Length; t++)
        {
            var frame = rgb.AsSpan(t * pixels * 3, pixels * 3);
            var mask = labels.AsSpan(t * pixels, pixels);
            new PilResizer(frames[t].Width, frames[t].Height, width, height).Bilinear(frames[t].Rgb, frame);
            new PilResizer(frames[t].Width, frames[t].Height, width, height).Nearest(frames[t].Labels).CopyTo(mask);
            for (var i = 0; i < mask.Length; i++) mask[i] = labelOf[mask[i]];
            if (mirrored) Wear.Mirror(frame, mask, width, height);
            if (warp is null) continue;
            warp.ApplyInterleaved(frame, 3, height, width);
            warp.ApplyInterleaved(mask, 1, height, width);
        }

        var isUsable = isOriginal || CroppedClip.AllVisible(labels.AsSpan(0, pixels), objects.Length, leastArea);
        return isUsable ? new Clip(request.Length, height, width, objects.Length, rgb, labels) : null;
    }

    private static AffineAugmentation Draw(Random random)
    {
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        return new AffineAugmentation(Uniform(-10, 10), Uniform(-0.1, 0.1), Uniform(-0.1, 0.1), Uniform(-0.1, 0.1), Uniform(0.7, 1.4), Uniform(0.7, 1.4));
    }
}
