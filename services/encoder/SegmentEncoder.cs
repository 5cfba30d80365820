using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Model;
using Rvos.Serving;

namespace Rvos.Encoder;

/// <summary>Turns a segment's frames into feature pyramids.</summary>
public sealed class SegmentEncoder(IBlobStore blobs, ManifestStore manifests, ModelPool models, JobBuilds builds, RvosMetrics metrics)
{
    private const int Channels = 3;

    /// <summary>Encodes a segment, unless that was done before.</summary>
    /// <returns>True when the decoder is to be told: features are there, or masks already, about which it answers again. False when there is nothing to go on with: the job
    /// has ended, its frames are not there, or it was begun with another numerical build.</returns>
    /// <exception cref="InvalidDataException">The frames are damaged, or of another size than the model's.</exception>
    /// <exception cref="ArgumentException">The job's model is not there.</exception>
    public async Task<bool> EncodeAsync(string job, int segment, CancellationToken cancellation)
    {
        if (await manifests.FindLiveAsync(job, cancellation) is not { } manifest) return false;
        var target = JobBlobs.Features(job, segment);
        if (await blobs.FindAsync(target, cancellation) is not null || await IsDecodedAsync(manifest, segment, cancellation)) return true;
        if (await SegmentFile.FindAsync<FramesHeader>(blobs, JobBlobs.Frames(job, segment), cancellation) is not var (header, rgb)) return await IsDecodedAsync(manifest, segment, cancellation);
        if (!await builds.AcceptsAsync(manifest, cancellation)) return false;
        var features = await models.UseAsync(manifest.Model, model => Encode(model, manifest, header.Timestamps.Count, rgb.Span), cancellation);
        if (await manifests.FindLiveAsync(job, cancellation) is null) return false;
        await blobs.PutAsync(target, SegmentFile.Write(header, features), cancellation: cancellation);
        // A manifest that is absent says nothing: features stay until somebody knows.
        if (await manifests.FindAsync(job, cancellation) is not { } now) return false;
        // A second encoder may have been faster, and the decoder or the end of the job too: then nobody would remove these.
        if (!now.HasEnded && !await IsDecodedAsync(now, segment, cancellation)) return true;
        await blobs.DeleteAsync(target, cancellation);
        return false;
    }

    private async Task<bool> IsDecodedAsync(JobManifest manifest, int segment, CancellationToken cancellation) =>
        await blobs.FindAsync(JobBlobs.Masks(manifest.JobId, manifest.RevisionOf(segment), segment), cancellation) is not null;

    private byte[] Encode(RvosModel model, JobManifest manifest, int count, ReadOnlySpan<byte> rgb)
    {
        var (height, width) = (manifest.InputHeight, manifest.InputWidth);
        if ((model.Description.InputHeight, model.Description.InputWidth) != (height, width))
            throw new InvalidDataException($"job {manifest.JobId} was decoded for {width}x{height}, model '{manifest.Model}' wants {model.Description.InputWidth}x{model.Description.InputHeight}");
        var size = height * width * Channels;
        if (rgb.Length != (long)count * size) throw new InvalidDataException($"{rgb.Length} bytes are not {count} frames of {width}x{height}");
        using var work = metrics.MeasureStage(PipelineStage.Encode);
        using var output = new MemoryStream();
        using var writer = new BinaryWriter(output);
        for (var first = 0; first < count; first += FramesHeader.EncodingBatch)
        {
            var frames = Math.Min(FramesHeader.EncodingBatch, count - first);
            using var pyramid = model.Engine.EncodePyramid(rgb.Slice(first * size, frames * size), frames, height, width);
            pyramid.Save(writer);
        }

        work.Complete(count);
        return output.ToArray();
    }
}
