using System.Data.Common;
using Azure;
using Microsoft.Extensions.Options;
using Rvos.Hosting;
using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Videos;

/// <summary>Takes videos in: into the blob store first, then looked at, then shown. What is refused leaves nothing.</summary>
internal sealed partial class VideoIntake(
    VideoLibrary library, IBlobStore blobs, VideoFiles files, VideoInspector inspector, IOptions<VideoOptions> options, TimeProvider time, ILogger<VideoIntake> logger)
{
    internal long MaximumBytes => options.Value.MaximumBytes;

    internal IBlobStore Blobs => blobs;

    internal VideoLibrary Library => library;

    internal VideoFiles Files => files;

    internal VideoInspector Inspector => inspector;

    /// <summary>An id for a video.</summary>
    internal string NewId() => Identifier.New(Video.Kind, time.GetUtcNow());

    /// <summary>Begins a video, or begins it again after a try that was broken off.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">New, or kept for tries of the same upload, of which there is one at a time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Null when it is there already.</returns>
    internal async Task<VideoDraft?> BeginAsync(string tenant, string id, CancellationToken cancellation)
    {
        // As exactly as the row keeps it.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var state = await library.BeginAsync(tenant, id, VideoName.Default, now, cancellation);
        if (state == VideoState.Deleting)
        {
            await PurgeAsync(id, cancellation);
            state = await library.BeginAsync(tenant, id, VideoName.Default, now, cancellation);
        }

        return state == VideoState.Ready ? null : new VideoDraft(this, tenant, id, now);
    }

    /// <summary>Removes a video that is marked for removal.</summary>
    internal async Task PurgeAsync(string id, CancellationToken cancellation)
    {
        files.Forget(id);
        await blobs.DeletePrefixAsync(VideoBlobs.Prefix(id), cancellation);
        await library.ForgetAsync(id, cancellation);
    }

    /// <summary>Removes a video that was not completed, or is marked for removal; what cannot be removed now, the sweeper removes later.</summary>
    internal async Task DiscardAsync(string id)
    {
        try
        {
            if (await library.AbandonAsync(id, CancellationToken.None)) await PurgeAsync(id, CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or IOException or RequestFailedException or AggregateException)
        {
            Log.NotDiscarded(logger, id, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Video {Id}, which nobody sees any more, could not be removed; it is removed later")]
        internal static partial void NotDiscarded(ILogger logger, string id, Exception exception);
    }
}
