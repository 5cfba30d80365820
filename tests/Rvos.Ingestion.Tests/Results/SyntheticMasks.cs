using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Results;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>Segments of masks as the decoder writes them, without a model: each pixel of object 1 or none by chance, so that they take room.</summary>
internal sealed class SyntheticMasks(IBlobStore blobs, string job, int width, int height, int segmentLength)
{
    private readonly Random _chance = new(7);
    private byte[][]? _pngs;

    /// <summary>Makes the masks of a few segments anew; otherwise all segments of a job have the same ones.</summary>
    internal bool IsVaried { get; init; } = true;

    internal JobView View(int frames, string state = "completed", params JobRevision[] revisions)
    {
        JobRevision[] all = revisions.Length > 0 ? revisions : [new JobRevision(0, 0)];
        var manifest = new JobManifest
        {
            JobId = job,
            VideoId = "vid_unknown",
            Model = "none",
            Width = width,
            Height = height,
            InputWidth = 448,
            InputHeight = 256,
            SegmentLength = segmentLength,
            MaxFrames = 1_000_000,
            Revisions = all,
            Prompts = [],
        };
        return new JobView(job, state, manifest, all[^1].Number, (frames + segmentLength - 1) / segmentLength, frames, false, []);
    }

    /// <summary>Writes a segment; its PNGs.</summary>
    internal async Task<byte[][]> WriteAsync(int segment, bool isLast = false, int revision = 0, int? count = null, Func<int, long>? timestamp = null)
    {
        if (IsVaried || _pngs is null) _pngs = Enumerable.Range(0, segmentLength).Select(_ => PngWriter.Encode(Mask())).ToArray();
        var pngs = _pngs[..(count ?? segmentLength)];
        var entries = new List<MaskEntry>();
        var offset = 0;
        for (var i = 0; i < pngs.Length; i++)
        {
            var frame = segment * segmentLength + i;
            entries.Add(new MaskEntry(timestamp?.Invoke(frame) ?? frame * 400_000L, offset, pngs[i].Length, [new MaskObject(1, width * height / 2, 0.75, frame == 0)]));
            offset += pngs[i].Length;
        }

        var header = new MasksHeader { First = segment * segmentLength, Frames = entries, IsLast = isLast };
        await blobs.PutAsync(JobBlobs.Masks(job, revision, segment), SegmentFile.Write(header, pngs.SelectMany(png => png).ToArray()));
        return pngs;
    }

    private LabelMask Mask()
    {
        var labels = new byte[width * height];
        for (var i = 0; i < labels.Length; i++) labels[i] = (byte)_chance.Next(2);
        return new LabelMask(width, height, labels);
    }
}
