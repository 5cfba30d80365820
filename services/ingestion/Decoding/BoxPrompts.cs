using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Results.Prompts;
using Rvos.Video.Decoding;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Prompts;

namespace Rvos.Ingestion.Decoding;

/// <summary>Boxes of a job become masks when their frames are decoded: here the frames are, at the video's own size. Who decodes masks waits for the blob.</summary>
internal sealed class BoxPrompts(IBlobStore blobs, IBoxMasks finder)
{
    /// <summary>What was given within a segment and has boxes whose masks are not there yet.</summary>
    internal async Task<IReadOnlyList<JobPrompt>> OpenAsync(JobManifest manifest, int segment, CancellationToken cancellation)
    {
        var open = new List<JobPrompt>();
        foreach (var prompt in manifest.PromptsIn(segment))
            if (prompt.Boxes.Count > 0 && await blobs.FindAsync(prompt.Blob, cancellation) is null) open.Add(prompt);
        return open;
    }

    /// <summary>Finds the masks of the boxes in a frame and writes them; the first who does so decides.</summary>
    /// <returns>What is to be said about boxes.</returns>
    internal async Task<IReadOnlyList<string>> FindAsync(JobPrompt prompt, VideoFrame frame, CancellationToken cancellation)
    {
        LabelMask? given = null;
        if (prompt.Given is { } name)
        {
            // Without it the prompt counts no more: the objects were changed meanwhile, or the job is gone.
            if (await blobs.TryReadAsync(name, cancellation: cancellation) is not { } bytes) return [];
            given = LabelMaskReader.Read(bytes, MaskValues.Raw);
        }

        var boxes = prompt.Boxes.Select(box => new ObjectBox((byte)box.Id, new BoxPrompt(box.X0, box.Y0, box.X1, box.Y1))).ToArray();
        var found = finder.Find(frame.AsImage(), given, boxes, cancellation);
        await blobs.PutAsync(prompt.Blob, PngWriter.Encode(found.Mask), BlobPutMode.OnlyIfAbsent, cancellation);
        return [.. found.Filled.Select(box => FilledBoxText.Of(frame.Index, box))];
    }
}
