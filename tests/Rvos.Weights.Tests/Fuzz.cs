using System.Diagnostics;
using Rvos.Testing;

namespace Rvos.Weights.Tests;

/// <summary>Feeds a reader damaged inputs: it may succeed or throw its own exception, nothing else, and must not linger.</summary>
internal static class Fuzz
{
    public const int Inputs = 10_000;

    // Opcodes of pickles and signs of JSON.
    private static readonly byte[] Marks = [.. "(.Rch\"9-["u8];

    /// <returns>How many inputs the reader refused.</returns>
    public static int Run(int seed, byte[][] originals, Action<byte[]> read)
    {
        var mutator = new Mutator(seed, Marks);
        var refused = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var input = mutator.Mutate(originals[i % originals.Length]);
            var started = Stopwatch.GetTimestamp();
            try
            {
                read(input);
            }
            catch (WeightsFormatException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"input {i} of seed {seed}: {exception}\n{Convert.ToBase64String(input)}");
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"input {i} of seed {seed} takes too long");
        }

        return refused;
    }
}
