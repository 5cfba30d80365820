namespace Rvos.Training.Data;

/// <summary>A random change of colours: gain, offset and gamma of each channel, as tables (3,256).</summary>
internal sealed class Tone
{
    /// <summary>Tables of R, G and B.</summary>
    internal byte[] Table { get; } = new byte[768];

    /// <summary>A change of at most the given strength; 0 is none, 1 strong.</summary>
    internal Tone(Random random, double strength)
    {
        double Signed() => random.NextDouble() * 2 - 1;
        var gain = Math.Exp(Signed() * 0.35 * strength);
        var gamma = Math.Exp(Signed() * 0.4 * strength);
        var offset = Signed() * 30 * strength;
        for (var c = 0; c < 3; c++)
        {
            var channel = gain * Math.Exp(Signed() * 0.2 * strength);
            for (var i = 0; i < 256; i++)
                Table[c * 256 + i] = (byte)Math.Clamp(255 * Math.Pow(i / 255.0, gamma) * channel + offset, 0, 255);
        }
    }
}
