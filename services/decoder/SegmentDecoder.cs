using Rvos.Contracts.Jobs;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Model;
using Rvos.Pipeline.Running;
using Rvos.Results.Prompts;
using Rvos.Serving;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Decoder;

/// <summary>Decodes one segment of a session: features, given masks and the state before it to masks and the state after it.</summary>
public sealed class SegmentDecoder(IBlobStore blobs, ModelPool models, RvosMetrics metrics, TimeProvider time)
{
    private long checkpointLoads;

    /// <summary>Checkpoints read since the process started.</summary>
    public long CheckpointLoads => Interlocked.Read(ref checkpointLoads);

    /// <summary>Decodes a segment and writes nothing. The session then holds the state after it.</summary>
    /// <param name="session">The session, its gate held.</param>
    /// <param name="manifest">The job's manifest.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="cancellation">Stops before the computation.</param>
    /// <returns>Null when features, masks that are found in boxes, or the state before are not there (yet, or any more).</returns>
    /// <exception cref="InvalidDataException">A blob is damaged.</exception>
    public async Task<DecodedSegment?> DecodeAsync(LiveSession session, JobManifest manifest, int segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(manifest);
        if (await SegmentFile.FindAsync<FramesHeader>(blobs, JobBlobs.Features(manifest.JobId, segment), cancellation) is not var (header, features)) return null;
        if (await PromptsOf(manifest, segment, cancellation) is not { } prompts) return null;
        while (true)
        {
            var checkpoint = await CheckpointBefore(session, manifest, segment, cancellation);
            if (checkpoint is null) return null;
            if (await models.UseAsync(manifest.Model, model => Decode(session, model, manifest, segment, checkpoint, header, features, prompts), cancellation) is { } decoded)
            {
                var pngs = await Task.WhenAll(decoded.Pngs);
                return Pack(header, pngs, decoded);
            }

            // The model was closed meanwhile: the state held is another model's.
            session.Forget();
        }
    }

    // Empty when there is no state before, or the session holds it itself.
    private async Task<byte[]?> CheckpointBefore(LiveSession session, JobManifest manifest, int segment, CancellationToken cancellation)
    {
        if (segment == 0) return [];
        var revision = manifest.RevisionOf(segment - 1);
        if (session.Holds(revision, segment - 1)) return [];
        var checkpoint = await blobs.TryReadAsync(JobBlobs.Checkpoint(manifest.JobId, revision, segment - 1), cancellation: cancellation);
        if (checkpoint is null) return null;
        Interlocked.Increment(ref checkpointLoads);
        metrics.CountCheckpointLoaded(checkpoint.Length);
        return checkpoint;
    }

    private DecodedFrames? Decode(
        LiveSession session, RvosModel model, JobManifest manifest, int segment, byte[] checkpoint, FramesHeader header, ReadOnlyMemory<byte> features, PromptSet prompts)
    {
        var decoder = segment > 0 ? session.TakeAfter(model, manifest.RevisionOf(segment - 1), segment - 1) : null;
        if (decoder is null && segment > 0 && checkpoint.Length == 0) return null;
        // What fails on the way leaves no state: half a segment is none to go on from.
        session.Forget();
        using var work = metrics.MeasureStage(PipelineStage.DecodeMasks);
        decoder ??= new FrameDecoder(model, manifest.Width, manifest.Height, manifest.MaxObjects, new StageClock(time));
        try
        {
            if (checkpoint.Length > 0) decoder.Load(MemoryStreams.Over(checkpoint));
            var frames = Decode(decoder, model, header, features, prompts);
            decoder.Save(frames.State);
            session.Hold(decoder, model, manifest.RevisionOf(segment), segment, metrics);
            work.Complete(frames.Pngs.Count);
            return frames;
        }
        catch (Exception error)
        {
            decoder.Dispose();
            if (error is EndOfStreamException) throw new InvalidDataException($"the features of segment {segment} of {manifest.JobId} end early", error);
            throw;
        }
    }

    private static DecodedFrames Decode(FrameDecoder decoder, RvosModel model, FramesHeader header, ReadOnlyMemory<byte> features, PromptSet prompts)
    {
        var result = new DecodedFrames();
        using var reader = new BinaryReader(MemoryStreams.Over(features));
        while (result.Pngs.Count < header.Timestamps.Count)
        {
            using var pyramid = model.Engine.LoadPyramid(reader);
            if (pyramid.Frames > header.Timestamps.Count - result.Pngs.Count) throw new InvalidDataException($"features of more frames than the {header.Timestamps.Count} expected");
            using var shared = model.Engine.Share(pyramid);
            for (var i = 0; i < pyramid.Frames; i++)
            {
                var (mask, objects) = decoder.Next(shared, i, prompts.At(header.First + result.Pngs.Count));
                result.Objects.Add(objects.Select(o => new MaskObject(o.ObjectId, o.Area, o.Confidence, o.IsGiven)).ToArray());
                // Beside the inference of the frames to come.
                result.Pngs.Add(Task.Run(() => PngWriter.Encode(mask)));
            }
        }

        return result;
    }

    private static DecodedSegment Pack(FramesHeader header, byte[][] pngs, DecodedFrames frames)
    {
        var content = new MemoryStream(pngs.Sum(p => p.Length));
        var entries = new MaskEntry[pngs.Length];
        for (var i = 0; i < pngs.Length; i++)
        {
            entries[i] = new MaskEntry(header.Timestamps[i], (int)content.Position, pngs[i].Length, frames.Objects[i]);
            content.Write(pngs[i]);
        }

        var masks = new MasksHeader { First = header.First, Frames = entries, IsLast = header.IsLast };
        return new DecodedSegment(masks, content.GetBuffer().AsMemory(0, (int)content.Length), frames.State.GetBuffer().AsMemory(0, (int)frames.State.Length));
    }

    // Null while masks are yet to be found in boxes: then this is asked again.
    private async Task<PromptSet?> PromptsOf(JobManifest manifest, int segment, CancellationToken cancellation)
    {
        var prompts = new PromptSet();
        foreach (var prompt in manifest.PromptsIn(segment))
        {
            if (await blobs.TryReadAsync(prompt.Blob, cancellation: cancellation) is not { } png)
                return prompt.Boxes.Count > 0 ? null : throw new InvalidDataException($"the masks given for frame {prompt.Frame} of {manifest.JobId} are gone");
            try
            {
                var mask = LabelMaskReader.Read(png, MaskValues.Raw);
                if (mask.Width != manifest.Width || mask.Height != manifest.Height) throw new ArgumentException($"they are {mask.Width}x{mask.Height}, the video {manifest.Width}x{manifest.Height}");
                prompts.Add(prompt.Frame, mask);
            }
            catch (Exception error) when (error is PngFormatException or ArgumentException)
            {
                throw new InvalidDataException($"the masks given for frame {prompt.Frame} cannot be used: {error.Message}", error);
            }
        }

        return prompts;
    }
}
