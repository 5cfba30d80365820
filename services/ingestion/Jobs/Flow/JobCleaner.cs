using Dapper;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>Removes blobs of ended jobs that nobody needs any more.</summary>
internal sealed class JobCleaner(Database database, JobReader reader, ManifestStore manifests, IBlobStore blobs)
{
    /// <summary>Of a completed job its results stay, and what changes of objects start from; of a failed one the same as far as it came, but no overlay; of a cancelled one nothing.</summary>
    /// <param name="row">The job as it ended.</param>
    /// <param name="cancellation">Stops between two blobs.</param>
    internal async Task CleanAsync(JobRow row, CancellationToken cancellation)
    {
        if (row.State == JobState.Cancelled)
        {
            await PurgeAsync(row.Id, cancellation);
            return;
        }

        var manifest = row.Manifest;
        if (!await CleanCommonAsync(row, manifest, cancellation)) return;
        // Names with a revision: those of a later one are left alone, should the job go on meanwhile.
        await KeepAsync(row, JobBlobs.AllMasks(row.Id), Segments(row, manifest, JobBlobs.Masks, _ => true), cancellation);
        await KeepAsync(row, JobBlobs.AllCheckpoints(row.Id), Segments(row, manifest, JobBlobs.Checkpoint, JobBlobs.IsKept), cancellation);
        await KeepAsync(row, JobBlobs.AllOverlays(row.Id), row.State == JobState.Completed ? [JobBlobs.Overlay(row.Id, (int)row.Revision)] : [], cancellation);
    }

    /// <summary>Removes everything of a job that was cancelled or is being removed, but its tombstone.</summary>
    internal async Task PurgeAsync(string id, CancellationToken cancellation)
    {
        // First: with it, whatever is still on its way for the job is dropped.
        await manifests.WriteTombstoneAsync(id, cancellation);
        await foreach (var blob in blobs.ListAsync(JobBlobs.All(id), cancellation))
            if (blob.Name != JobBlobs.Manifest(id)) await blobs.DeleteAsync(blob.Name, cancellation);
    }

    /// <summary>Removes the tombstone too, last of all before the row goes.</summary>
    internal async Task PurgeWhollyAsync(string id, CancellationToken cancellation)
    {
        await PurgeAsync(id, cancellation);
        await blobs.DeletePrefixAsync(JobBlobs.All(id), cancellation);
    }

    private static HashSet<string> Segments(JobRow row, JobManifest manifest, Func<string, int, int, string> name, Func<int, bool> isKept) =>
        [.. Enumerable.Range(0, (int)row.SegmentsMasked).Where(isKept).Select(segment => name(row.Id, manifest.RevisionOf(segment), segment))];

    // What revisions share. Only what was there before the row was looked at, and only for as long as the job does not go on. Who changes objects stores their masks, and names
    // them in the row unless this began in between.
    private async Task<bool> CleanCommonAsync(JobRow row, JobManifest manifest, CancellationToken cancellation)
    {
        var given = manifest.Prompts.SelectMany(p => new[] { p.Blob, p.Given }).ToHashSet();
        var remains = new List<string>();
        foreach (var prefix in new[] { JobBlobs.AllFrames(row.Id), JobBlobs.AllFeatures(row.Id), JobBlobs.AllPrompts(row.Id) })
            await foreach (var blob in blobs.ListAsync(prefix, cancellation))
                if (!given.Contains(blob.Name)) remains.Add(blob.Name);
        if (!await BeginAsync(row, cancellation)) return false;
        foreach (var name in remains)
        {
            if (await reader.StateAsync(row.Id, cancellation) != (row.State, row.Version)) return false;
            await blobs.DeleteAsync(name, cancellation);
        }

        return true;
    }

    private Task<bool> BeginAsync(JobRow row, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction => await transaction.Connection!.ExecuteAsync(
                "update jobs set cleanings_begun = cleanings_begun + 1 where id = @Id and version = @Version and state = @State", row, transaction) == 1,
            cancellation);

    private async Task KeepAsync(JobRow row, string prefix, HashSet<string> kept, CancellationToken cancellation)
    {
        var later = JobBlobs.FromRevision(prefix, (int)row.Revision + 1);
        await foreach (var blob in blobs.ListAsync(prefix, cancellation))
            if (!kept.Contains(blob.Name) && string.CompareOrdinal(blob.Name, later) < 0) await blobs.DeleteAsync(blob.Name, cancellation);
    }
}
