namespace Rvos.Training.Data;

/// <summary>Seeds of single clips.</summary>
public static class ClipSeed
{
    /// <summary>Seed of clip <paramref name="clip"/> of a run. Neighbouring seeds must not give neighbouring draws, so they are mixed.</summary>
    public static int Of(long clip, int seed) => unchecked((int)(((ulong)clip * 0x9E3779B97F4A7C15UL ^ (uint)seed * 0xC2B2AE3D27D4EB4FUL) >> 29));
}
