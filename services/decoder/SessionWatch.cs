using System.Collections.Concurrent;
using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Jobs;

namespace Rvos.Decoder;

/// <summary>Jobs for which a message was let go because another process owned the session. Should that process die, nobody else has the message any more: they are looked
/// at until the work is done, and the message is sent again when the lease is free and the work is not done.</summary>
public sealed class SessionWatch(IBlobStore blobs, ManifestStore manifests, SegmentLedger ledger, TimeProvider time)
{
    // What goes beyond is left to the sweep of ingestion.
    private const int MaxJobs = 10_000, MaxSteps = 64;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15), Pause = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Entry> jobs = new();
    private long stamps;

    /// <summary>Jobs watched.</summary>
    public int Count => jobs.Count;

    /// <summary>Watches a segment of a job.</summary>
    public void Add(string job, int segment)
    {
        if (jobs.Count >= MaxJobs) return;
        var entry = new Entry(segment, Interlocked.Increment(ref stamps), time.GetTimestamp());
        jobs.AddOrUpdate(job, entry, (_, old) => entry with { Segment = Math.Min(old.Segment, segment) });
    }

    /// <summary>Looks at all jobs that were not looked at just now.</summary>
    /// <param name="bus">Takes the messages again.</param>
    /// <param name="cancellation">Stops between jobs.</param>
    public async Task LookAsync(IPublishEndpoint bus, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bus);
        foreach (var (job, entry) in jobs)
        {
            if (time.GetElapsedTime(entry.LookedAt) < Pause) continue;
            if (await NextAsync(job, entry.Segment, cancellation) is not { } segment)
            {
                // Unless there is something new since.
                jobs.TryRemove(KeyValuePair.Create(job, entry));
                continue;
            }

            if (await blobs.TryAcquireLeaseAsync(JobBlobs.SessionLease(job), LeaseTime, cancellation) is not { } lease)
            {
                jobs.TryUpdate(job, entry with { Segment = segment, LookedAt = time.GetTimestamp() }, entry);
                continue;
            }

            await lease.DisposeAsync();
            await bus.PublishBoundedAsync(new FeaturesExtracted { JobId = job, Segment = segment }, cancellation);
            jobs.TryRemove(KeyValuePair.Create(job, entry));
        }
    }

    // The first segment that is not done, if its features are there; null when there is nothing to wait for.
    private async Task<int?> NextAsync(string job, int segment, CancellationToken cancellation)
    {
        if (await manifests.FindLiveAsync(job, cancellation) is not { } manifest) return null;
        for (var n = 0; n < MaxSteps && await ledger.FindDoneAsync(manifest, segment, cancellation) is { } done; n++, segment++)
            if (done.IsLast) return null;
        return await blobs.FindAsync(JobBlobs.Features(job, segment), cancellation) is null ? null : segment;
    }

    private sealed record Entry(int Segment, long Stamp, long LookedAt);
}
