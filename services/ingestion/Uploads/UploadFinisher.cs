using Rvos.Hosting.Blobs;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Uploads;

/// <summary>Makes a video of an upload whose bytes are all there, and removes uploads. Under the upload's lease; may be repeated from anywhere.</summary>
internal sealed class UploadFinisher(UploadStore store, IBlobStore blobs, VideoIntake intake, TimeProvider time)
{
    // Renewed while it is held; after a kill another goes on within this time (at once in a folder).
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    /// <summary>The right to write to an upload; null while another has it.</summary>
    internal Task<IBlobLease?> TryLeaseAsync(string id, CancellationToken cancellation) => blobs.TryAcquireLeaseAsync($"uploads/{id}", LeaseTime, cancellation);

    /// <summary>Finishes an upload in state received; the row after it.</summary>
    /// <exception cref="VideoRefusedException">The bytes are no video that can be taken: the upload has failed, and nothing of it is kept.</exception>
    internal async Task<UploadRow> FinishAsync(UploadRow row, CancellationToken cancellation)
    {
        try
        {
            await MakeVideoAsync(row, cancellation);
        }
        // Bytes that end early are a fault of the store's, not of the client's: to be tried again.
        catch (VideoRefusedException e) when (e.Reason != VideoRefusal.Incomplete)
        {
            await EndAsync(row, UploadState.Failed, e.Message, cancellation);
            throw;
        }

        await EndAsync(row, UploadState.Completed, null, cancellation);
        return row with { State = UploadState.Completed };
    }

    /// <summary>Ends an upload of which no video can be made; nothing of it is kept but its row, until it expires.</summary>
    internal async Task FailAsync(UploadRow row, string reason, CancellationToken cancellation)
    {
        await intake.DiscardAsync(row.VideoId);
        await EndAsync(row, UploadState.Failed, reason, cancellation);
    }

    /// <summary>Removes an upload and its bytes; a video that it became stays.</summary>
    internal async Task RemoveAsync(UploadRow row, CancellationToken cancellation)
    {
        if (row.State == UploadState.Received) await intake.DiscardAsync(row.VideoId);
        // The bytes of a joined upload are the final one's.
        if (row.Concatenation is not { IsPartial: true } || await store.WithdrawAsync(row.Id, time.GetUtcNow(), cancellation)) await DeleteBytesAsync(row, cancellation);
        await store.RemoveAsync(row.Id, cancellation);
    }

    private async Task MakeVideoAsync(UploadRow row, CancellationToken cancellation)
    {
        await using var draft = await intake.BeginAsync(row.Tenant, row.VideoId, cancellation);
        // There already: an earlier try was cut off just behind it.
        if (draft is null) return;
        await using (var bytes = new PartsStream(blobs, await store.PartsAsync(row.Id, cancellation))) await draft.WriteAsync(bytes, row.Length, cancellation);
        await draft.CompleteAsync(UploadMetadata.NameOf(row.Metadata), cancellation);
    }

    // Cut off in between, a completed upload is finished again without its bytes, as the video is there; a failed one would
    // need them, and what is left of it goes when it expires.
    private async Task EndAsync(UploadRow row, string state, string? error, CancellationToken cancellation)
    {
        if (state == UploadState.Completed) await DeleteBytesAsync(row, cancellation);
        await store.EndAsync(row.Id, state, error, cancellation);
        if (state == UploadState.Failed) await DeleteBytesAsync(row, cancellation);
    }

    // Those of a final upload lie where its partial uploads had them.
    private async Task DeleteBytesAsync(UploadRow row, CancellationToken cancellation)
    {
        foreach (var prefix in row.Prefixes) await blobs.DeletePrefixAsync(prefix, cancellation);
    }
}
