using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Videos;

/// <summary>A video that is coming in. Unless it is completed, disposing leaves nothing of it.</summary>
internal sealed class VideoDraft(VideoIntake intake, string tenant, string id, DateTimeOffset createdAt) : IAsyncDisposable
{
    private (long Length, string Sha256)? _stored;
    private bool _completed;

    /// <summary>Stores the bytes.</summary>
    /// <param name="content">Not owned.</param>
    /// <param name="length">How many there are to be, where that is known.</param>
    /// <param name="cancellation">Stops the storing.</param>
    /// <exception cref="VideoRefusedException">Too many, none, or they end too early.</exception>
    internal async Task WriteAsync(Stream content, long? length, CancellationToken cancellation)
    {
        await using var counted = new IntakeStream(content, intake.MaximumBytes);
        try
        {
            await intake.Blobs.PutAsync(VideoBlobs.Source(id), counted, BlobPutMode.Replace, cancellation);
        }
        catch (Exception e) when (counted.Failure is { } cause && !ReferenceEquals(e, cause))
        {
            // A store may wrap what its source throws.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
        }

        if (length is { } whole && counted.Count != whole) throw new VideoRefusedException(VideoRefusal.Incomplete, $"There are {counted.Count} bytes instead of {whole}.");
        if (counted.Count == 0) throw new VideoRefusedException(VideoRefusal.Unreadable, "The file is empty.");
        _stored = (counted.Count, counted.Sha256());
    }

    /// <summary>Looks at the bytes stored and shows the video to its owner.</summary>
    /// <exception cref="VideoRefusedException">They are no video that can be taken.</exception>
    internal async Task<Video> CompleteAsync(string name, CancellationToken cancellation)
    {
        var (length, sha256) = _stored ?? throw new InvalidOperationException("no bytes were stored");
        VideoInspection seen;
        await using (var file = await intake.Files.OpenAsync(id, cancellation)) seen = await intake.Inspector.InspectAsync(file.Path, cancellation);
        await intake.Blobs.PutAsync(VideoBlobs.Preview(id), seen.Preview, BlobPutMode.Replace, cancellation);
        var video = new Video
        {
            Id = id,
            Tenant = tenant,
            Name = name,
            Length = length,
            Sha256 = sha256,
            Width = seen.Info.Width,
            Height = seen.Info.Height,
            Frames = seen.Frames,
            Duration = seen.Info.Duration is { } duration ? TimeSpan.FromMilliseconds(Math.Round(duration.TotalMilliseconds)) : null,
            CreatedAt = createdAt,
        };
        _completed = await intake.Library.CompleteAsync(video, cancellation);
        return _completed ? video : throw new VideoRefusedException(VideoRefusal.Incomplete, "The video took too long to come in, and was removed.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_completed) await intake.DiscardAsync(id);
    }
}
