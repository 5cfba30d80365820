using System.Collections.Concurrent;

namespace Rvos.Training.Data;

/// <summary>Makes clips ahead on threads of its own. Clip n is drawn from the seed and n alone, so that content and order are the same
/// whatever the threads' timing, and a run can go on at any n.</summary>
public sealed class ClipPrefetcher : IDisposable
{
    private readonly IClipSource source;
    private readonly Func<long, ClipRequest> requestOf;
    private readonly int seed;
    private readonly ConcurrentDictionary<long, Clip> ready = new();
    private readonly SemaphoreSlim room;
    private readonly SemaphoreSlim made = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Thread[] threads;
    private Exception? failure;
    private long toMake;
    private long toTake;

    /// <summary>Starts at clip <paramref name="first"/>.</summary>
    /// <param name="source">Makes the clips.</param>
    /// <param name="requestOf">What clip n shall be.</param>
    /// <param name="seed">Seed of all clips.</param>
    /// <param name="first">Number of the first clip to take.</param>
    /// <param name="ahead">Clips made ahead at most.</param>
    /// <param name="workers">Threads.</param>
    public ClipPrefetcher(IClipSource source, Func<long, ClipRequest> requestOf, int seed, long first = 0, int ahead = 16, int workers = 1)
    {
        (this.source, this.requestOf, this.seed, toMake, toTake) = (source, requestOf, seed, first, first);
        room = new SemaphoreSlim(ahead);
        threads = Enumerable.Range(0, workers).Select(_ => new Thread(Work) { IsBackground = true, Name = "clips" }).ToArray();
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>Takes the next clip, waiting for it.</summary>
    /// <exception cref="InvalidOperationException">The source failed; the inner exception says why.</exception>
    public Clip Take(CancellationToken cancellation = default)
    {
        while (true)
        {
            if (failure is not null) throw new InvalidOperationException($"no clip could be made: {failure.Message}", failure);
            if (ready.TryRemove(toTake, out var clip))
            {
                toTake++;
                room.Release();
                return clip;
            }

            made.Wait(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        foreach (var thread in threads) thread.Join();
        stop.Dispose();
        room.Dispose();
        made.Dispose();
    }

    private void Work()
    {
        try
        {
            while (true)
            {
                room.Wait(stop.Token);
                var n = Interlocked.Increment(ref toMake) - 1;
                ready[n] = source.Next(requestOf(n), new Random(ClipSeed.Of(n, seed)));
                made.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            failure = error;
            made.Release();
        }
    }
}
