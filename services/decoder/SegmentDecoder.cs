using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Model;
using Rvos.Pipeline.Running;
using Rvos.Results.Prompts;
using Rvos.Serving;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Decoder;

/// <summary>Decodes one segment of a session: features, given masks and the state before it to masks and the state after it.</summary>
public sealed class SegmentDecoder(IBlobStore blobs, ModelPool models, TimeProvider time)
{
    /// <summary>Checkpoints read since the process started.</summary>
    public long CheckpointLoads { get; private set; }

    /// <summary>Decodes a segment; masks and checkpoint are written, masks first, before this returns.</summary>
    /// <param name="session">The session, its gate held.</param>
    /// <param name="manifest">The job's manifest.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    /// <returns>The masks' header; null when features or the state before are not there (yet, or any more).</returns>
    /// <exception cref="InvalidDataException">A blob is damaged.</exception>
    public async Task<MasksHeader?> DecodeAsync(LiveSession session, JobManifest manifest, int segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(manifest);
        var checkpoint = await CheckpointBefore(session, manifest, segment, cancellation);
        if (segment > 0 && checkpoint is null) return null;
        if (await SegmentFile.FindAsync<FramesHeader>(blobs, JobBlobs.Features(manifest.JobId, segment), cancellation) is not var (header, features)) return null;
        var prompts = await PromptsOf(manifest, segment, cancellation);
        var revision = manifest.RevisionOf(segment);
        using var state = new MemoryStream();
        var done = await models.UseAsync<(MasksHeader Header, byte[] Content)?>(manifest.Model, model =>
        {
            if (Decoder(session, model, manifest, segment, checkpoint) is not { } decoder) return null;
            try
            {
                var result = Decode(decoder, model, header, features, prompts);
                decoder.Save(state);
                session.Hold(decoder, model, revision, segment);
                return result;
            }
            catch
            {
                // Half a segment is no state to go on from.
                session.Forget();
                throw;
            }
        }, cancellation);
        if (done is not var (masks, content))
        {
            // The model was closed meanwhile, and the state with it.
            session.Forget();
            return await DecodeAsync(session, manifest, segment, cancellation);
        }

        await blobs.PutAsync(JobBlobs.Masks(manifest.JobId, revision, segment), SegmentFile.Write(masks, content), cancellation: cancellation);
        await blobs.PutAsync(JobBlobs.Checkpoint(manifest.JobId, revision, segment), state.GetBuffer().AsMemory(0, (int)state.Length), cancellation: cancellation);
        return masks;
    }

    // Empty when the session holds the state itself.
    private async Task<byte[]?> CheckpointBefore(LiveSession session, JobManifest manifest, int segment, CancellationToken cancellation)
    {
        if (segment == 0) return [];
        var revision = manifest.RevisionOf(segment - 1);
        if (session.Holds(revision, segment - 1)) return [];
        var checkpoint = await blobs.TryReadAsync(JobBlobs.Checkpoint(manifest.JobId, revision, segment - 1), cancellation: cancellation);
        if (checkpoint is not null) CheckpointLoads++;
        return checkpoint;
    }

    private FrameDecoder? Decoder(LiveSession session, RvosModel model, JobManifest manifest, int segment, byte[]? checkpoint)
    {
        if (segment > 0 && session.StateAfter(model, manifest.RevisionOf(segment - 1), segment - 1) is { } held) return held;
        if (segment > 0 && checkpoint is { Length: 0 }) return null;
        var decoder = new FrameDecoder(model, manifest.Width, manifest.Height, manifest.MaxObjects, new StageClock(time));
        if (segment == 0) return decoder;
        try
        {
            decoder.Load(new MemoryStream(checkpoint!));
            return decoder;
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    private static (MasksHeader Header, byte[] Content) Decode(FrameDecoder decoder, RvosModel model, FramesHeader header, ReadOnlyMemory<byte> features, PromptSet prompts)
    {
        using var reader = new BinaryReader(new ReadOnlyStream(features));
        var entries = new List<MaskEntry>(header.Timestamps.Count);
        using var content = new MemoryStream();
        for (var first = 0; first < header.Timestamps.Count; first += FramesHeader.EncodingBatch)
        {
            using var pyramid = model.Engine.LoadPyramid(reader);
            using var shared = model.Engine.Share(pyramid);
            for (var i = 0; i < pyramid.Frames; i++)
            {
                var (mask, objects) = decoder.Next(shared, i, prompts.At(header.First + first + i));
                var png = PngWriter.Encode(mask);
                entries.Add(new MaskEntry(header.Timestamps[first + i], (int)content.Position, png.Length, objects.Select(o => new MaskObject(o.ObjectId, o.Area, o.Confidence, o.IsGiven)).ToArray()));
                content.Write(png);
            }
        }

        if (entries.Count != header.Timestamps.Count) throw new InvalidDataException($"features of {entries.Count} frames where {header.Timestamps.Count} were expected");
        return (new MasksHeader { First = header.First, Frames = entries, IsLast = header.IsLast }, content.ToArray());
    }

    private async Task<PromptSet> PromptsOf(JobManifest manifest, int segment, CancellationToken cancellation)
    {
        var prompts = new PromptSet();
        foreach (var prompt in manifest.PromptsIn(segment))
        {
            var png = await blobs.TryReadAsync(prompt.Blob, cancellation: cancellation) ?? throw new InvalidDataException($"the given masks for frame {prompt.Frame} of {manifest.JobId} are gone");
            prompts.Add(prompt.Frame, LabelMaskReader.From(PngReader.Read(png), MaskValues.Raw));
        }

        return prompts;
    }
}
