using System.Text;

namespace Rvos.Testing;

/// <summary>Weights as a function of their names, so that large reference networks need not be stored: a hash of name and index, scaled.</summary>
public static class FormulaWeights
{
    /// <summary>Values c0 + c1·v with v in [-1,1) from the hash of (name, index).</summary>
    public static float[] Make(string name, long count, double c0, double c1)
    {
        var seed = 2166136261u;
        foreach (var letter in Encoding.ASCII.GetBytes(name)) seed = (seed ^ letter) * 16777619u;
        var values = new float[count];
        for (var i = 0L; i < count; i++)
        {
            var h = unchecked((uint)i * 0x9E3779B1u + seed);
            h ^= h >> 16;
            h *= 0x85EBCA6Bu;
            h ^= h >> 13;
            h *= 0xC2B2AE35u;
            h ^= h >> 16;
            var v = ((int)(h >> 8) - 8388608) / 8388608.0;
            var scaled = c1 * v;
            values[i] = (float)(c0 + scaled);
        }

        return values;
    }
}
