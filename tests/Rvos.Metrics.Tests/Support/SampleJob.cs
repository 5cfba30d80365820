using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Metrics.Tests.Support;

/// <summary>A finished job with ground truth, in a store as the services leave it and on disk as <c>rvos evaluate</c> takes it.</summary>
internal sealed record SampleJob
{
    internal const int Width = 97, Height = 61, SegmentLength = 4;

    internal required string Id { get; init; }

    internal int Frames { get; init; } = 22;

    internal int Revision { get; init; }

    internal int MaxObjects { get; init; }

    /// <summary>Ground truth as DAVIS-2016 has it: one object, 255.</summary>
    internal bool HasBinaryTruth { get; init; }

    /// <summary>Every which frame has ground truth, from <see cref="FirstTruth"/> on.</summary>
    internal int Step { get; init; } = 2;

    internal int FirstTruth { get; init; } = 1;

    internal IEnumerable<int> Annotated => Enumerable.Range(0, Frames).Where(f => f >= FirstTruth && (f - FirstTruth) % Step == 0);

    internal JobEnded Ended => new()
    {
        EventId = "evt-" + Id,
        Tenant = "acme",
        JobId = Id,
        State = "completed",
        OccurredAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        Frames = Frames,
        Revision = Revision,
        HasGroundTruth = true,
    };

    internal string Answer => JobBlobs.Metrics(Id, Revision);

    /// <summary>Puts the job into a store; segment 2 and what follows it belong to <see cref="Revision"/>, what comes before to the first, and a later one is on its way.</summary>
    internal async Task StoreAsync(IBlobStore blobs)
    {
        for (var segment = 0; segment * SegmentLength < Frames; segment++)
        {
            var bytes = Segment(segment);
            await blobs.PutAsync(JobBlobs.Masks(Id, segment < 2 ? 0 : Revision, segment), bytes);
            // What an earlier revision left behind must not count.
            if (segment >= 2 && Revision > 0) await blobs.PutAsync(JobBlobs.Masks(Id, 0, segment), "outdated"u8.ToArray());
        }

        foreach (var frame in Annotated) await blobs.PutAsync(JobBlobs.Truth(Id, frame), PngWriter.Encode(TruthOf(frame)));
        await new ManifestStore(blobs).WriteAsync(Manifest(), CancellationToken.None);
    }

    /// <summary>Writes ground truth and results as folders of DAVIS.</summary>
    internal (string Truth, string Results) Write(string root)
    {
        var (truth, results) = (Path.Combine(root, Id, "truth", "seq"), Path.Combine(root, Id, "results", "seq"));
        Directory.CreateDirectory(truth);
        Directory.CreateDirectory(results);
        foreach (var frame in Annotated) File.WriteAllBytes(Path.Combine(truth, $"{frame:D5}.png"), PngWriter.Encode(TruthOf(frame)));
        for (var frame = 0; frame < Frames; frame++) File.WriteAllBytes(Path.Combine(results, $"{frame:D5}.png"), PngWriter.Encode(Result(frame)));
        return (Path.GetDirectoryName(truth)!, Path.GetDirectoryName(results)!);
    }

    internal static LabelMask Truth(int frame) => Draw(frame, 0, [1, 2]);

    private LabelMask TruthOf(int frame)
    {
        var truth = Truth(frame);
        return HasBinaryTruth ? new LabelMask(truth.Width, truth.Height, [.. truth.Labels.Select(l => l == 1 ? byte.MaxValue : (byte)0)]) : truth;
    }

    // Some pixels off, more from frame to frame; discovered objects have labels of their own, and there is one more.
    private LabelMask Result(int frame) => MaxObjects == 0 ? Draw(frame, 1 + (frame / 8 % 3), [1, 2]) : Draw(frame, 1 + (frame / 8 % 3), [7, 3, 5]);

    private byte[] Segment(int segment)
    {
        using var content = new MemoryStream();
        var entries = new List<MaskEntry>();
        var first = segment * SegmentLength;
        for (var frame = first; frame < Math.Min(first + SegmentLength, Frames); frame++)
        {
            var png = PngWriter.Encode(Result(frame));
            entries.Add(new MaskEntry(frame * 400_000L, (int)content.Length, png.Length, []));
            content.Write(png);
        }

        return SegmentFile.Write(new MasksHeader { First = first, Frames = entries, IsLast = first + SegmentLength >= Frames }, content.ToArray());
    }

    private JobManifest Manifest() => new()
    {
        JobId = Id,
        VideoId = "video_1",
        Model = "m",
        MaxObjects = MaxObjects,
        Width = Width,
        Height = Height,
        InputWidth = 64,
        InputHeight = 32,
        SegmentLength = SegmentLength,
        MaxFrames = 100_000,
        Revisions = Revision == 0 ? [new JobRevision(0, 0)] : [new JobRevision(0, 0), new JobRevision(Revision, 2), new JobRevision(Revision + 1, 1)],
        Prompts = [],
        HasEnded = true,
    };

    private static LabelMask Draw(int frame, int off, ReadOnlySpan<byte> labels)
    {
        var pixels = new byte[Width * Height];
        for (var i = 0; i < labels.Length; i++)
        {
            var (left, top, side) = (3 + (28 * i) + (frame % 9) + off, 5 + (9 * i) + off, 17 + i);
            for (var y = top; y < Math.Min(top + side, Height); y++)
                for (var x = left; x < Math.Min(left + side + (y % 3), Width); x++) pixels[(y * Width) + x] = labels[i];
        }

        return new LabelMask(Width, Height, pixels);
    }
}
