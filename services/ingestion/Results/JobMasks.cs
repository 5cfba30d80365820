using System.Runtime.CompilerServices;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;

namespace Rvos.Ingestion.Results;

/// <summary>Reads the masks of jobs, frame after frame: no more than one mask is in memory, whatever the length of the video. Thread-safe.</summary>
internal sealed class JobMasks(IBlobStore blobs)
{
    /// <summary>Most bytes of one mask.</summary>
    private const int MaximumBytes = 64 << 20;

    /// <summary>One frame's mask.</summary>
    /// <param name="manifest">Of the job.</param>
    /// <param name="revision">Revision of the masks.</param>
    /// <param name="frame">Number of the frame.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="MasksMissingException">It is gone.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal async Task<MaskFrame> ReadAsync(JobManifest manifest, int revision, int frame, CancellationToken cancellation)
    {
        var segment = frame / manifest.SegmentLength;
        var (name, header, start) = await HeaderAsync(manifest, revision, segment, cancellation);
        var place = frame - header.First;
        if (place >= header.Frames.Count) throw new InvalidDataException($"{name} has {header.Frames.Count} frames: frame {frame} is not among them");
        var entry = header.Frames[place];
        await using var content = await OpenAsync(name, segment, new BlobRange(start + entry.Offset, entry.Length), cancellation);
        return await NextAsync(content, name, manifest, frame, entry, cancellation);
    }

    /// <summary>Masks from the first frame on.</summary>
    /// <param name="manifest">Of the job.</param>
    /// <param name="revision">Revision of the masks.</param>
    /// <param name="frames">How many; all to the video's end when null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="MasksMissingException">One is gone. All before it were given.</exception>
    /// <exception cref="InvalidDataException">One is damaged. All before it were given.</exception>
    internal async IAsyncEnumerable<MaskFrame> ReadAllAsync(JobManifest manifest, int revision, int? frames, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int segment = 0, index = 0; frames is null || index < frames; segment++)
        {
            var (name, header, start) = await HeaderAsync(manifest, revision, segment, cancellation);
            await using var content = await OpenAsync(name, segment, new BlobRange(start), cancellation);
            foreach (var entry in header.Frames)
            {
                if (index == frames) yield break;
                yield return await NextAsync(content, name, manifest, index++, entry, cancellation);
            }

            if (!header.IsLast) continue;
            if (frames is not null && index < frames) throw new InvalidDataException($"{name} ends the video after {index} frames, {frames} were expected");
            yield break;
        }
    }

    private async Task<(string Name, MasksHeader Header, long Start)> HeaderAsync(JobManifest manifest, int revision, int segment, CancellationToken cancellation)
    {
        // A later revision may be on its way: it does not count yet.
        var covering = manifest.Revisions.LastOrDefault(r => r.Number <= revision && r.FromSegment <= segment) ?? throw new InvalidDataException($"no revision of {manifest.JobId} covers segment {segment}");
        var name = JobBlobs.Masks(manifest.JobId, covering.Number, segment);
        try
        {
            if (await SegmentFile.FindHeaderAsync<MasksHeader>(blobs, name, cancellation) is not var (header, start)) throw new MasksMissingException(name, segment);
            Check(manifest, segment, header);
            return (name, header, start);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{name}: {error.Message}", error);
        }
    }

    private static void Check(JobManifest manifest, int segment, MasksHeader header)
    {
        if (header.First != (long)segment * manifest.SegmentLength) throw new InvalidDataException($"it starts at frame {header.First}");
        var count = header.Frames?.Count ?? 0;
        if (count == 0 || (header.IsLast ? count > manifest.SegmentLength : count != manifest.SegmentLength)) throw new InvalidDataException($"it has {count} frames");
        var offset = 0L;
        foreach (var entry in header.Frames!)
        {
            if (entry?.Objects is null || entry.Objects.Contains(null!) || entry.Offset != offset || entry.Length is < 1 or > MaximumBytes) throw new InvalidDataException("its frames do not follow each other");
            offset += entry.Length;
        }
    }

    private async Task<Stream> OpenAsync(string name, int segment, BlobRange range, CancellationToken cancellation)
    {
        try
        {
            return await blobs.OpenReadAsync(name, range, cancellation);
        }
        catch (BlobNotFoundException error)
        {
            throw new MasksMissingException(name, segment, error);
        }
    }

    private static async Task<MaskFrame> NextAsync(Stream content, string name, JobManifest manifest, int frame, MaskEntry entry, CancellationToken cancellation)
    {
        var png = new byte[entry.Length];
        if (await content.ReadAtLeastAsync(png, png.Length, throwOnEndOfStream: false, cancellation) < png.Length) throw new InvalidDataException($"{name}: it ends within frame {frame}");
        if (MaskPng.Fault(png, manifest.Width, manifest.Height) is { } fault) throw new InvalidDataException($"{name}: the mask of frame {frame} is damaged: {fault}");
        return new MaskFrame(frame, entry, png);
    }
}
