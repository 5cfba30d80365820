using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;

namespace Rvos.Serving;

/// <summary>Keeps a job to one numerical build: the first process that computes for it records its own beside the manifest, and those of another leave the job alone. Of a job
/// from before there were such records the next process's counts. Thread-safe.</summary>
public sealed partial class JobBuilds(IBlobStore blobs, ManifestStore manifests, ModelPool models, RvosMetrics metrics, ILogger<JobBuilds> logger)
{
    private const int MaxBytes = 4096, MaxKnown = 4096;
    private readonly ConcurrentDictionary<string, NumericalBuild> known = new();

    /// <summary>True when this process may compute for a job.</summary>
    /// <param name="manifest">The job's manifest.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <exception cref="ArgumentException">The job's model is not there.</exception>
    /// <exception cref="InvalidDataException">What was recorded cannot be read.</exception>
    public async Task<bool> AcceptsAsync(JobManifest manifest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var own = await models.BuildOfAsync(manifest.Model, cancellation).ConfigureAwait(false);
        // What is recorded never changes.
        if (!known.TryGetValue(manifest.JobId, out var recorded))
        {
            recorded = await FindAsync(manifest.JobId, cancellation).ConfigureAwait(false) ?? await RecordAsync(manifest.JobId, own, cancellation).ConfigureAwait(false);
            if (recorded is null) return false;
            if (known.Count >= MaxKnown) known.Clear();
            known[manifest.JobId] = recorded;
        }

        if (recorded == own) return true;
        metrics.CountJobOfAnotherBuild();
        Log.LeftAlone(logger, manifest.JobId, recorded, own);
        return false;
    }

    // The build that counts: this one, or that of a process that was faster. Null when the job was removed meanwhile.
    private async Task<NumericalBuild?> RecordAsync(string job, NumericalBuild own, CancellationToken cancellation)
    {
        if (!await blobs.PutAsync(JobBlobs.Build(job), JsonSerializer.SerializeToUtf8Bytes(own), BlobPutMode.OnlyIfAbsent, cancellation).ConfigureAwait(false))
            return await FindAsync(job, cancellation).ConfigureAwait(false);
        if (await manifests.FindAsync(job, cancellation).ConfigureAwait(false) is not { IsRemoved: true }) return own;
        await blobs.DeleteAsync(JobBlobs.Build(job), cancellation).ConfigureAwait(false);
        return null;
    }

    private async Task<NumericalBuild?> FindAsync(string job, CancellationToken cancellation)
    {
        if (await blobs.TryReadAsync(JobBlobs.Build(job), MaxBytes, cancellation).ConfigureAwait(false) is not { } bytes) return null;
        try
        {
            return JsonSerializer.Deserialize<NumericalBuild>(bytes) ?? throw new InvalidDataException($"the numerical build of {job} is empty");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"the numerical build of {job} cannot be read", error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {Job} is left to others: it was begun with {Recorded}, this process computes with {Own}")]
        public static partial void LeftAlone(ILogger logger, string job, NumericalBuild recorded, NumericalBuild own);
    }
}
