using System.Globalization;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Video.Decoding;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Testing.Stages;

/// <summary>A job on the sample clip, with the blobs that ingestion writes.</summary>
public sealed class StageJob
{
    private const int Channels = 3;
    private readonly IBlobStore blobs;
    private readonly ManifestStore manifests;
    private readonly List<(int Frame, LabelMask Mask)> given = [];

    private StageJob(IBlobStore blobs, JobManifest manifest, int frames)
    {
        (this.blobs, Manifest, Frames) = (blobs, manifest, frames);
        manifests = new ManifestStore(blobs);
    }

    /// <summary>The job.</summary>
    public string Id => Manifest.JobId;

    /// <summary>Frames of the clip.</summary>
    public int Frames { get; }

    /// <summary>Segments of the clip.</summary>
    public int Segments => (Frames + Manifest.SegmentLength - 1) / Manifest.SegmentLength;

    /// <summary>As it was written last.</summary>
    public JobManifest Manifest { get; private set; }

    /// <summary>Writes manifest and prompts.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="id">Of the job.</param>
    /// <param name="frames">Length of the clip.</param>
    /// <param name="segmentLength">Frames of a segment.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="maxObjects">Zero-shot: objects to discover.</param>
    /// <param name="given">Masks by frame; the clip's own first mask when there are none and the model wants some.</param>
    public static async Task<StageJob> CreateAsync(
        IBlobStore blobs, string id, int frames, int segmentLength = 16, string model = StageModels.OneShot, int maxObjects = 0, params (int Frame, LabelMask Mask)[] given)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentNullException.ThrowIfNull(given);
        var wants = StageModels.Describe(model);
        var job = new StageJob(
            blobs,
            new JobManifest
            {
                JobId = id,
                VideoId = "video",
                Model = model,
                MaxObjects = maxObjects,
                Width = SampleClip.Mask.Width,
                Height = SampleClip.Mask.Height,
                InputWidth = wants.InputWidth,
                InputHeight = wants.InputHeight,
                SegmentLength = segmentLength,
                MaxFrames = 1_000_000,
                Revisions = [new JobRevision(0, 0)],
                Prompts = [],
            },
            frames);
        await job.GiveAsync(given.Length == 0 && maxObjects == 0 ? [(0, SampleClip.Mask)] : given).ConfigureAwait(false);
        return job;
    }

    /// <summary>Writes a segment's frames at the model's size.</summary>
    public async Task WriteFramesAsync(int segment)
    {
        var clip = await SampleClip.FramesAsync(Frames).ConfigureAwait(false);
        var part = clip.Skip(segment * Manifest.SegmentLength).Take(Manifest.SegmentLength).ToArray();
        var resizer = new PilResizer(Manifest.Width, Manifest.Height, Manifest.InputWidth, Manifest.InputHeight);
        var size = Manifest.InputWidth * Manifest.InputHeight * Channels;
        var rgb = new byte[part.Length * size];
        for (var i = 0; i < part.Length; i++) resizer.Bilinear(part[i].Rgb, rgb.AsSpan(i * size, size));
        var header = new FramesHeader { First = part[0].Index, Timestamps = part.Select(f => f.PresentationTimestamp.Ticks).ToArray(), IsLast = segment == Segments - 1 };
        await blobs.PutAsync(JobBlobs.Frames(Id, segment), SegmentFile.Write(header, rgb)).ConfigureAwait(false);
    }

    /// <summary>Gives masks with a new revision.</summary>
    public async Task ReviseAsync(int fromSegment, params (int Frame, LabelMask Mask)[] masks)
    {
        Manifest = Manifest with { Revisions = [.. Manifest.Revisions, new JobRevision(Manifest.Revisions.Count, fromSegment)], HasEnded = false };
        await GiveAsync(masks).ConfigureAwait(false);
    }

    /// <summary>Ends the job.</summary>
    public Task EndAsync()
    {
        Manifest = Manifest with { HasEnded = true };
        return manifests.WriteAsync(Manifest, CancellationToken.None);
    }

    /// <summary>What <c>rvos segment</c> makes of the same clip and masks.</summary>
    public async Task<IReadOnlyList<StageMask>> ExpectedAsync() =>
        StageReference.Segment(Manifest.Model, await SampleClip.FramesAsync(Frames).ConfigureAwait(false), given, Manifest.MaxObjects);

    /// <summary>The masks in the store, of the revisions that count.</summary>
    public async Task<IReadOnlyList<StageMask>> ActualAsync()
    {
        var masks = new List<StageMask>();
        for (var segment = 0; segment < Segments; segment++)
        {
            var name = JobBlobs.Masks(Id, Manifest.RevisionOf(segment), segment);
            var (header, content) = await SegmentFile.FindAsync<MasksHeader>(blobs, name, CancellationToken.None).ConfigureAwait(false) ?? throw new InvalidOperationException($"no masks {name}");
            masks.AddRange(header.Frames.Select(f => new StageMask(Convert.ToHexString(content.Span.Slice(f.Offset, f.Length)), string.Join(' ', f.Objects))));
        }

        return masks;
    }

    private async Task GiveAsync((int Frame, LabelMask Mask)[] masks)
    {
        foreach (var (frame, mask) in masks)
        {
            var prompt = new JobPrompt(frame, JobBlobs.Prompt(Id, Manifest.Prompts.Count.ToString(CultureInfo.InvariantCulture)));
            await blobs.PutAsync(prompt.Blob, PngWriter.Encode(mask)).ConfigureAwait(false);
            Manifest = Manifest with { Prompts = [.. Manifest.Prompts, prompt] };
            given.Add((frame, mask));
        }

        await manifests.WriteAsync(Manifest, CancellationToken.None).ConfigureAwait(false);
    }
}
