using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Videos;
using Rvos.Results;
using Rvos.Results.Writing;
using Rvos.Video.Decoding;
using Rvos.Video.Masks;

namespace Rvos.Ingestion.Results;

/// <summary>Makes overlay videos: the video is decoded again and the masks painted over it, with the source's timing and sound, as <c>rvos segment</c> does. A few
/// frames are in memory, the encoded video in a temporary file. Thread-safe.</summary>
public sealed class OverlayExport : IDisposable
{
    private readonly IBlobStore _blobs;
    private readonly JobMasks _masks;
    private readonly LazyScratchFolder _scratch;
    private bool _isDisposed;

    /// <summary>Makes nothing yet.</summary>
    /// <param name="blobs">Masks are read from it and videos written to it.</param>
    /// <param name="options">Where temporary files are.</param>
    /// <param name="time">For the age of what dead processes left.</param>
    public OverlayExport(IBlobStore blobs, IOptions<ResultsOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _blobs = blobs;
        _masks = new JobMasks(blobs);
        _scratch = new(options.Value.ScratchFolder, time);
    }

    /// <summary>Writes the blob <see cref="JobBlobs.Overlay"/>, at once, unless it is there already or comes to be there meanwhile. Whatever happens, the temporary file is gone when this returns.</summary>
    /// <param name="manifest">Of the job; all its masks up to the revision are there.</param>
    /// <param name="revision">Revision of the masks.</param>
    /// <param name="videoPath">The job's video as a file.</param>
    /// <param name="cancellation">Ends the work; nothing is written.</param>
    /// <returns>Why the overlay has to do without the video's sound, for the log; null when it does not.</returns>
    /// <exception cref="MasksMissingException">Masks of a segment are gone.</exception>
    /// <exception cref="MasksDamagedException">Masks cannot be read.</exception>
    /// <exception cref="InvalidDataException">The video is not that of the masks.</exception>
    /// <exception cref="Video.Ffmpeg.VideoFormatException">The video cannot be decoded.</exception>
    /// <exception cref="Video.Ffmpeg.VideoLimitException">It goes beyond a limit.</exception>
    /// <exception cref="Video.Ffmpeg.VideoEncodingException">ffmpeg failed, or the disk is full.</exception>
    public async Task<string?> WriteAsync(JobManifest manifest, int revision, string videoPath, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var name = JobBlobs.Overlay(manifest.JobId, revision);
        if (await _blobs.FindAsync(name, cancellation) is not null) return null;
        var file = Path.Combine(_scratch.Path, $"{Guid.NewGuid():N}.mp4");
        try
        {
            var silence = await EncodeAsync(manifest, revision, videoPath, file, cancellation);
            await using var video = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            // Should another process have been quicker, its video may be in use already.
            await _blobs.PutAsync(name, video, BlobPutMode.OnlyIfAbsent, cancellation);
            return silence;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes the folder of temporary files.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _scratch.Dispose();
    }

    private async Task<string?> EncodeAsync(JobManifest manifest, int revision, string videoPath, string file, CancellationToken cancellation)
    {
        await using var source = await VideoSource.OpenAsync(videoPath, DecodeLimits.Default with { MaxFrames = manifest.MaxFrames }, cancellation);
        await using var masks = _masks.ReadAllAsync(manifest, revision, null, cancellation).GetAsyncEnumerator(cancellation);
        await using var sink = new OverlaySink(file, source.Info);
        var frames = 0;
        await foreach (var frame in source.ReadAsync(cancellation))
        {
            if (await NextAsync(masks) is not var (mask, labels)) throw new InvalidDataException($"the video has more frames than the {frames} with masks of {manifest.JobId}");
            if (frame.PresentationTimestamp != mask.Timestamp) throw new InvalidDataException($"frame {frames} is shown at {frame.PresentationTimestamp}, its mask of {manifest.JobId} at {mask.Timestamp}");
            await sink.WriteAsync(new FrameResult(frame, labels, mask.Objects), cancellation);
            frames++;
        }

        if (await NextAsync(masks) is not null) throw new InvalidDataException($"the video has {frames} frames, {manifest.JobId} has masks for more");
        await sink.CompleteAsync(cancellation);
        return sink.Warning;
    }

    private static async Task<(MaskFrame Mask, LabelMask Labels)?> NextAsync(IAsyncEnumerator<MaskFrame> masks)
    {
        try
        {
            return await masks.MoveNextAsync() ? (masks.Current, masks.Current.Decode()) : null;
        }
        catch (InvalidDataException error)
        {
            throw new MasksDamagedException(error);
        }
    }
}
