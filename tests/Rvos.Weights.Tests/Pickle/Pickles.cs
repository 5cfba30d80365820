using System.Text;

namespace Rvos.Weights.Tests;

/// <summary>Loads pickles given as bytes or as Latin-1 text.</summary>
internal static class Pickles
{
    public static PickleValue Load(byte[] bytes, PickleLimits? limits = null)
    {
        using var stream = new MemoryStream(bytes);
        return PickleFile.Load(stream, "test.pkl", limits);
    }

    public static PickleValue Load(string latin1, PickleLimits? limits = null) => Load(Encoding.Latin1.GetBytes(latin1), limits);
}
