using System.Text.Json;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;

namespace Rvos.Hosting.Jobs;

/// <summary>Reads and writes manifests.</summary>
public sealed class ManifestStore(IBlobStore blobs)
{
    private const int MaxBytes = 4 << 20;

    /// <summary>A job's manifest; null when there is none, as before the job starts or after it was removed.</summary>
    /// <exception cref="InvalidDataException">The blob is no manifest.</exception>
    public async Task<JobManifest?> FindAsync(string job, CancellationToken cancellation)
    {
        var bytes = await blobs.TryReadAsync(JobBlobs.Manifest(job), MaxBytes, cancellation).ConfigureAwait(false);
        if (bytes is null) return null;
        try
        {
            return JsonSerializer.Deserialize<JobManifest>(bytes) ?? throw new InvalidDataException($"the manifest of {job} is empty");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"the manifest of {job} cannot be read", error);
        }
    }

    /// <summary>The manifest of a job that has not ended; null otherwise: what came for it is to be dropped.</summary>
    public async Task<JobManifest?> FindLiveAsync(string job, CancellationToken cancellation) =>
        await FindAsync(job, cancellation).ConfigureAwait(false) is { HasEnded: false } manifest ? manifest : null;

    /// <summary>Writes the tombstone of a job that was cancelled or removed in its manifest's place: by it, and not by the absence of blobs, the stages know that the job has ended.</summary>
    public Task WriteTombstoneAsync(string job, CancellationToken cancellation) => WriteAsync(
        new JobManifest
        {
            JobId = job,
            VideoId = "",
            Model = "",
            Width = 0,
            Height = 0,
            InputWidth = 0,
            InputHeight = 0,
            SegmentLength = 1,
            MaxFrames = 0,
            Revisions = [new JobRevision(0, 0)],
            Prompts = [],
            HasEnded = true,
            IsRemoved = true,
        },
        cancellation);

    /// <summary>Removes what was written of a job that is gone.</summary>
    public Task DeleteAsync(string job, CancellationToken cancellation) => blobs.DeleteAsync(JobBlobs.Manifest(job), cancellation);

    /// <summary>Writes a job's manifest.</summary>
    public Task WriteAsync(JobManifest manifest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return blobs.PutAsync(JobBlobs.Manifest(manifest.JobId), JsonSerializer.SerializeToUtf8Bytes(manifest), cancellation: cancellation);
    }
}
