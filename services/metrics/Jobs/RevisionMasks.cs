using Rvos.Contracts.Jobs;
using Rvos.Evaluation;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Metrics.Jobs;

/// <summary>The masks of a job's revision, read one at a time, by and large in order. Not thread-safe.</summary>
internal sealed class RevisionMasks(IBlobStore blobs, JobManifest manifest, int revision)
{
    private const int MaximumBytes = 64 << 20;

    private int _segment = -1;
    private string _name = "";
    private MasksHeader? _header;
    private long _start;

    /// <summary>The labels of a frame (H,W).</summary>
    /// <exception cref="EvaluationException">They are gone or damaged.</exception>
    internal async Task<LabelMask> ReadAsync(int frame, CancellationToken cancellation)
    {
        try
        {
            var header = await HeaderAsync(frame / manifest.SegmentLength, cancellation);
            var place = frame - header.First;
            if (place < 0 || place >= (header.Frames?.Count ?? 0)) throw new InvalidDataException("it is not in its segment");
            var entry = header.Frames![place];
            if (entry is null || entry.Offset < 0 || entry.Length is < 1 or > MaximumBytes) throw new InvalidDataException("its place is no place");
            await using var content = await blobs.OpenReadAsync(_name, new BlobRange(_start + entry.Offset, entry.Length), cancellation);
            var png = new byte[entry.Length];
            var read = await content.ReadAtLeastAsync(png, png.Length, throwOnEndOfStream: false, cancellation);
            var mask = LabelMaskReader.Read(png.AsSpan(0, read), MaskValues.Raw, (long)manifest.Width * manifest.Height);
            return (mask.Width, mask.Height) == (manifest.Width, manifest.Height) ? mask : throw new InvalidDataException($"it is {mask.Width}x{mask.Height}");
        }
        catch (BlobNotFoundException error)
        {
            throw new EvaluationException($"the job's mask of frame {frame} is gone", error);
        }
        catch (Exception error) when (error is PngFormatException or InvalidDataException)
        {
            throw new EvaluationException($"the job's mask of frame {frame} is damaged: {error.Message}", error);
        }
    }

    private async Task<MasksHeader> HeaderAsync(int segment, CancellationToken cancellation)
    {
        if (segment == _segment) return _header!;
        // A later revision may be on its way: it does not count here.
        var covering = manifest.Revisions.LastOrDefault(r => r.Number <= revision && r.FromSegment <= segment) ?? throw new InvalidDataException("no revision covers it");
        var name = JobBlobs.Masks(manifest.JobId, covering.Number, segment);
        if (await SegmentFile.FindHeaderAsync<MasksHeader>(blobs, name, cancellation) is not var (header, start)) throw new BlobNotFoundException(name);
        (_segment, _name, _header, _start) = (segment, name, header, start);
        return header;
    }
}
