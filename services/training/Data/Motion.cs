namespace Rvos.Training.Data;

/// <summary>A smooth path of a picture through a clip: place, size and turn change with random velocities and accelerations.</summary>
internal sealed class Motion
{
    private readonly double x, y, scale, angle, vx, vy, vs, va, ax, ay, squeeze;
    private readonly double waveX, waveY, phaseX, phaseY, frequencyX, frequencyY, drift;
    private double leaveX, leaveY, leaveSpan, shiftX, shiftY;
    private Motion? carrier;

    /// <summary>A path that starts at a place (in pixels) with a size factor.</summary>
    /// <param name="random">Source of all draws.</param>
    /// <param name="x">Column of the centre in frame 0.</param>
    /// <param name="y">Row of the centre in frame 0.</param>
    /// <param name="scale">Output pixels per source pixel in frame 0.</param>
    /// <param name="speed">Greatest speed in pixels per frame.</param>
    /// <param name="turn">Greatest turn per frame in radians; the first angle is within four times that.</param>
    /// <param name="growth">Greatest relative change of size per frame.</param>
    /// <param name="wave">Greatest elastic displacement in pixels.</param>
    /// <param name="extent">Size of the picture in output pixels, for the wave's length.</param>
    internal Motion(Random random, double x, double y, double scale, double speed, double turn, double growth, double wave, double extent)
    {
        double Signed() => random.NextDouble() * 2 - 1;
        (this.x, this.y, this.scale) = (x, y, scale);
        var direction = random.NextDouble() * 2 * Math.PI;
        var v = speed * random.NextDouble();
        (vx, vy) = (v * Math.Cos(direction), v * Math.Sin(direction));
        (ax, ay) = (Signed() * speed * 0.25, Signed() * speed * 0.25);
        (vs, va) = (growth * Signed(), turn * Signed());
        angle = Signed() * turn * 4;
        squeeze = Math.Exp(Signed() * 0.2);
        (waveX, waveY) = (wave * random.NextDouble(), wave * random.NextDouble());
        (phaseX, phaseY) = (random.NextDouble() * 6.3, random.NextDouble() * 6.3);
        frequencyX = (1 + 2 * random.NextDouble()) * Math.PI / Math.Max(8, extent);
        frequencyY = (1 + 2 * random.NextDouble()) * Math.PI / Math.Max(8, extent);
        drift = 0.3 + 0.7 * random.NextDouble();
    }

    /// <summary>Makes the picture leave and come back: it moves away along a parabola, farthest in the middle of a span of frames.</summary>
    internal void Leave(double byX, double byY, double frames) => (leaveX, leaveY, leaveSpan) = (byX, byY, frames);

    /// <summary>Moves the whole path.</summary>
    internal void Shift(double byX, double byY) => (shiftX, shiftY) = (shiftX + byX, shiftY + byY);

    /// <summary>Output pixels per source pixel in frame 0.</summary>
    internal double Scale => scale;

    /// <summary>Adds another picture's way to this one's: a part moves with the whole, and a little by itself.</summary>
    internal void Ride(Motion on) => carrier = on;

    /// <summary>Place of the centre at a time.</summary>
    internal (double X, double Y) Place(double t)
    {
        var away = leaveSpan > 0 ? 4 * t / leaveSpan * (1 - t / leaveSpan) : 0;
        var (px, py) = (x + shiftX + vx * t + ax * t * t / 2 + leaveX * away, y + shiftY + vy * t + ay * t * t / 2 + leaveY * away);
        if (carrier is null) return (px, py);
        var (from, to) = (carrier.Place(0), carrier.Place(t));
        return (px + to.X - from.X, py + to.Y - from.Y);
    }

    /// <summary>The map from output pixels to source pixels at a time, in frames.</summary>
    internal InverseMap At(double t, double sourceX, double sourceY)
    {
        var place = Place(t);
        var s = scale * Math.Exp(vs * t);
        var (cos, sin) = (Math.Cos(angle + va * t), Math.Sin(angle + va * t));
        var (sx, sy) = (1 / (s * squeeze), squeeze / s);
        return new InverseMap(place.X, place.Y,
            cos * sx, sin * sx, -sin * sy, cos * sy, sourceX, sourceY,
            waveX, waveY, frequencyX, frequencyY, phaseX + drift * t, phaseY - drift * t);
    }
}
