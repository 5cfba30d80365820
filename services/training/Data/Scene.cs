namespace Rvos.Training.Data;

/// <summary>A background and sprites on their paths, rendered frame by frame.</summary>
internal sealed class Scene
{
    private const double LeavingShare = 0.08, BlurredShare = 0.12;

    private readonly ClipRequest request;
    private readonly List<(Sprite Sprite, Motion Motion, Tone Tone, byte Label)> sprites = [];
    private readonly Tone backgroundTone;
    private Still? background;
    private Motion? camera;
    private byte[]? labelOf;

    internal Scene(ClipRequest request, Random random)
    {
        this.request = request;
        backgroundTone = new Tone(random, random.NextDouble());
    }

    internal void Background(Still still, Motion motion, byte[]? labels) => (background, camera, labelOf) = (still, motion, labels);

    /// <summary>Puts a sprite on top, of a share of the frame's area, at a random place.</summary>
    internal void Add(Sprite sprite, byte label, double area, Random random)
    {
        var scale = Math.Clamp(Math.Sqrt(area * request.Width * request.Height / Math.Max(1, sprite.Area)), 0.08, 5);
        var extent = Math.Max(sprite.Width, sprite.Height) * scale;
        // A third of all objects is nearly still in the picture, as when a camera follows them.
        var pace = random.NextDouble() < 0.33 ? 0.015 : 0.08;
        var motion = new Motion(random, request.Width * (0.1 + 0.8 * random.NextDouble()), request.Height * (0.1 + 0.8 * random.NextDouble()), scale,
            speed: pace * request.Width, turn: 0.09 * random.NextDouble(), growth: 0.06, wave: random.NextDouble() < 0.7 ? 0.05 * extent : 0, extent);
        if (label != 0 && random.NextDouble() < LeavingShare) Leave(motion, extent, random);
        sprites.Add((sprite, motion, new Tone(random, 0.7 * random.NextDouble()), label));
    }

    /// <summary>Makes a sprite part of an object that is there: it sits at its edge, goes where it goes, and turns, bends and moves a little by itself.</summary>
    internal void AddPart(Sprite sprite, byte label, double area, Random random)
    {
        var whole = sprites.FindLast(s => s.Label == label);
        if (whole.Motion is null) return;
        var scale = Math.Clamp(Math.Sqrt(area * request.Width * request.Height / Math.Max(1, sprite.Area)), 0.08, 5);
        var extent = Math.Max(sprite.Width, sprite.Height) * scale;
        var (x, y) = whole.Motion.Place(0);
        var angle = random.NextDouble() * 2 * Math.PI;
        var reach = 0.4 * extent + 0.4 * whole.Motion.Scale * Math.Sqrt(whole.Sprite.Area) * random.NextDouble();
        var motion = new Motion(random, x + reach * Math.Cos(angle), y + reach * Math.Sin(angle), scale, speed: 0.012 * request.Width, turn: 0.12 * random.NextDouble(), growth: 0.02,
            wave: 0.06 * extent, extent);
        motion.Ride(whole.Motion);
        sprites.Add((sprite, motion, new Tone(random, 0.7 * random.NextDouble()), label));
    }

    /// <summary>Puts a sprite that is not followed beside an object, over it or under it: of its size, half of them of its colours and half of them going where it goes.</summary>
    internal void AddLookAlike(Sprite sprite, byte of, Random random)
    {
        var place = sprites.FindLastIndex(s => s.Label == of);
        var whole = sprites[place];
        var size = whole.Motion.Scale * Math.Sqrt(whole.Sprite.Area / (double)Math.Max(1, sprite.Area));
        var scale = Math.Clamp(size * (0.8 + 0.4 * random.NextDouble()), 0.08, 5);
        var extent = Math.Max(sprite.Width, sprite.Height) * scale;
        var (x, y) = whole.Motion.Place(0);
        var angle = random.NextDouble() * 2 * Math.PI;
        var reach = extent * (0.5 + random.NextDouble());
        var rides = random.Next(2) == 0;
        var motion = new Motion(random, x + reach * Math.Cos(angle), y + reach * Math.Sin(angle), scale, speed: (rides ? 0.02 : 0.06) * request.Width, turn: 0.05 * random.NextDouble(), growth: 0.03,
            wave: random.NextDouble() < 0.5 ? 0.04 * extent : 0, extent);
        if (rides) motion.Ride(whole.Motion);
        var tone = random.Next(2) == 0 ? whole.Tone : new Tone(random, 0.5 * random.NextDouble());
        sprites.Insert(random.Next(2) == 0 ? place : sprites.Count, (sprite, motion, tone, 0));
    }

    /// <summary>Puts a sprite on top that passes over an object in the middle of the clip.</summary>
    internal void AddPasserBy(Sprite sprite, byte over, double area, Random random)
    {
        var target = sprites.Find(s => s.Label == over).Motion;
        if (target is null) return;
        var scale = Math.Clamp(Math.Sqrt(area * request.Width * request.Height / Math.Max(1, sprite.Area)), 0.08, 5);
        var middle = Last / 2;
        var (x, y) = target.Place(middle);
        var angle = random.NextDouble() * 2 * Math.PI;
        var reach = 0.6 * request.Width;
        var motion = new Motion(random, x, y, scale, speed: 0, turn: 0.05 * random.NextDouble(), growth: 0.02, wave: 0, request.Height);
        // Away by the reach at both ends and over the object in the middle: a parabola upside down.
        motion.Leave(-reach * Math.Cos(angle), -reach * Math.Sin(angle), Math.Max(1, Last));
        motion.Shift(reach * Math.Cos(angle), reach * Math.Sin(angle));
        sprites.Add((sprite, motion, new Tone(random, 0.7 * random.NextDouble()), 0));
    }

    /// <summary>Renders all frames; null when an object covers less than a share of frame 0.</summary>
    internal Clip? Render(int objects, double leastArea, Random random)
    {
        if (objects == 0) return null;
        var (length, height, width) = (request.Length, request.Height, request.Width);
        var (pixels, frames, labels) = (height * width, new byte[length * height * width * 3], new byte[length * height * width]);
        var mirrored = random.Next(2) == 0;
        var shutter = random.NextDouble() < BlurredShare ? 0.3 + 0.5 * random.NextDouble() : 0;
        for (var t = 0; t < length; t++)
        {
            var rgb = frames.AsSpan(t * pixels * 3, pixels * 3);
            var mask = labels.AsSpan(t * pixels, pixels);
            if (shutter > 0) DrawOpen(t * Step, shutter, rgb, mask);
            else Draw(t * Step, rgb, mask);
            if (t == 0 && !AllVisible(mask, objects, leastArea)) return null;
            if (mirrored) Wear.Mirror(rgb, mask, width, height);
        }

        Wear.Apply(frames, length, height, width, random);
        return new Clip(length, height, width, objects, frames, labels);
    }

    private double Step => Math.Max(1, request.FrameStep);

    private double Last => (request.Length - 1) * Step;

    private void Draw(double t, Span<byte> rgb, Span<byte> mask)
    {
        Canvas.DrawStill(background!, camera!.At(t, background!.Width / 2.0, background.Height / 2.0), backgroundTone, labelOf, rgb, mask, request.Width, request.Height);
        foreach (var (sprite, motion, tone, label) in sprites)
            Canvas.DrawSprite(sprite, motion.At(t, sprite.Width / 2.0, sprite.Height / 2.0), tone, label, rgb, mask, request.Width, request.Height);
    }

    // Motion blur: the mean of what is seen while the shutter is open; labels are those of its middle.
    private void DrawOpen(double t, double shutter, Span<byte> rgb, Span<byte> mask)
    {
        var (sums, part) = (new ushort[rgb.Length], new byte[rgb.Length]);
        for (var n = -1; n <= 1; n++)
        {
            if (n != 0) Draw(t + n * shutter / 2, part, new byte[mask.Length]);
            else Draw(t, part, mask);
            for (var i = 0; i < sums.Length; i++) sums[i] += part[i];
        }

        for (var i = 0; i < sums.Length; i++) rgb[i] = (byte)((sums[i] + 1) / 3);
    }

    private void Leave(Motion motion, double extent, Random random)
    {
        var angle = random.NextDouble() * 2 * Math.PI;
        var distance = Math.Max(request.Width, request.Height) * 0.5 + extent * (0.5 + random.NextDouble());
        motion.Leave(distance * Math.Cos(angle), distance * Math.Sin(angle), Math.Max(1, Last) * (0.8 + 0.4 * random.NextDouble()));
    }

    private static bool AllVisible(ReadOnlySpan<byte> mask, int objects, double leastArea)
    {
        Span<int> counts = stackalloc int[256];
        foreach (var label in mask) counts[label]++;
        for (var label = 1; label <= objects; label++)
            if (counts[label] < leastArea * mask.Length) return false;
        return true;
    }
}
