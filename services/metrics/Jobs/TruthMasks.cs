using System.Globalization;
using Rvos.Contracts.Jobs;
using Rvos.Evaluation;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Metrics.Jobs;

/// <summary>The ground truth of a job.</summary>
internal sealed class TruthMasks(IBlobStore blobs, JobManifest manifest)
{
    private const int MaximumBytes = 64 << 20;

    // A mask somewhat larger than the video is read to say which size it has; a much larger one is not.
    private long MaximumPixels => Math.Max(4L * manifest.Width * manifest.Height, 1 << 20);

    /// <summary>Numbers of the frames that have ground truth, in order.</summary>
    internal async Task<IReadOnlyList<int>> ListAsync(CancellationToken cancellation)
    {
        var frames = new List<int>();
        await foreach (var blob in blobs.ListAsync(JobBlobs.AllTruth(manifest.JobId), cancellation))
            if (int.TryParse(Path.GetFileNameWithoutExtension(blob.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var frame)) frames.Add(frame);
        frames.Sort();
        return frames;
    }

    /// <summary>The true labels of a frame (H,W), as they are stored.</summary>
    /// <exception cref="EvaluationException">It cannot be read or has not the video's size.</exception>
    internal async Task<LabelMask> ReadAsync(int frame, CancellationToken cancellation)
    {
        LabelMask mask;
        try
        {
            var png = await blobs.TryReadAsync(JobBlobs.Truth(manifest.JobId, frame), MaximumBytes, cancellation) ?? throw new EvaluationException($"the ground truth of frame {frame} is gone");
            mask = LabelMaskReader.Read(png, MaskValues.Raw, MaximumPixels);
        }
        catch (Exception error) when (error is PngFormatException or InvalidDataException)
        {
            throw new EvaluationException($"the ground truth of frame {frame} cannot be read: {error.Message}", error);
        }

        return (mask.Width, mask.Height) == (manifest.Width, manifest.Height)
            ? mask
            : throw new EvaluationException($"the ground truth of frame {frame} is {mask.Width}x{mask.Height}, the video {manifest.Width}x{manifest.Height}");
    }
}
