namespace Rvos.Weights.Tests;

/// <summary>Damages bytes in a reproducible way: flips, interesting values, cuts, insertions, moved blocks.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x7f, 0x80, 0xff, (byte)'(', (byte)'.', (byte)'R', (byte)'c', (byte)'h', (byte)'"', (byte)'9', (byte)'-', (byte)'['];
    private readonly Random random = new(seed);

    public byte[] Mutate(byte[] original)
    {
        var bytes = (byte[])original.Clone();
        for (var times = random.Next(1, 6); times > 0 && bytes.Length > 0; times--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(8))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = Interesting[random.Next(Interesting.Length)]; break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes = bytes[..at]; break;
                case 4: bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]]; break;
                case 5: bytes = [.. bytes[..at], Interesting[random.Next(Interesting.Length)], .. bytes[at..]]; break;
                case 6: random.NextBytes(bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(1, 9)))); break;
                default:
                    var from = random.Next(bytes.Length);
                    var length = random.Next(1, 1 + Math.Min(32, bytes.Length - Math.Max(at, from)));
                    bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                    break;
            }
        }

        return bytes;
    }
}
