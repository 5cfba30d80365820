namespace Rvos.Testing;

/// <summary>Damages bytes in the ways that break parsers. The same seed gives the same damage.</summary>
/// <param name="seed">Of all that follows.</param>
/// <param name="marks">Bytes that mean something to the parser, put in besides the edges of a byte's range.</param>
public sealed class Mutator(int seed, params byte[] marks)
{
    private static readonly byte[] Edges = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];
    private readonly Random _random = new(seed);
    private readonly byte[] _telling = [.. Edges, .. marks];

    /// <summary>A damaged copy: one to five times a flipped bit, a byte put in another's place or between two, a cut, a repeat, noise, a moved block.</summary>
    /// <param name="original">Stays as it is; may be empty.</param>
    public byte[] Mutate(byte[] original)
    {
        var bytes = original.ToList();
        for (var times = Next(5) + 1; times > 0; times--) Damage(bytes);
        return [.. bytes];
    }

    /// <summary>A number from 0 to below the limit.</summary>
    public int Next(int limit) => _random.Next(limit);

    private void Damage(List<byte> bytes)
    {
        var at = Next(bytes.Count + 1);
        var some = Math.Min(1 + Next(20), bytes.Count - at);
        switch (Next(10))
        {
            case 0 when some > 0: bytes[at] ^= (byte)(1 << Next(8)); break;
            case 1 when some > 0: bytes[at] = Telling(); break;
            case 2 when some > 0: bytes[at] = (byte)Next(256); break;
            case 3: bytes.RemoveRange(at, some); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, some)); break;
            case 5: bytes.Insert(at, Telling()); break;
            case 6: bytes.RemoveRange(at, bytes.Count - at); break;
            case 7: for (var i = 0; i < some; i++) bytes[at + i] = (byte)Next(256); break;
            case 8: Move(bytes, at, some); break;
            default: bytes.Insert(at, (byte)Next(256)); break;
        }
    }

    private byte Telling() => _telling[Next(_telling.Length)];

    private void Move(List<byte> bytes, int at, int count)
    {
        var block = bytes.GetRange(at, count);
        bytes.RemoveRange(at, count);
        bytes.InsertRange(Next(bytes.Count + 1), block);
    }
}
