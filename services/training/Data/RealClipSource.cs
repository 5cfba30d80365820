using Rvos.Training.Curricula;
using Rvos.Training.Data.Sequences;

namespace Rvos.Training.Data;

/// <summary>Clips cut from annotated sequences. With a step of 0 in the request frames lie 1 to 3 apart; a longer step than the sequence allows repeats its last frame.</summary>
/// <param name="store">The sequences; those of one frame are left out.</param>
/// <param name="augmentation">What happens to the frames.</param>
/// <param name="pasteShare">Share of clips into which a tracked object of another sequence is pasted.</param>
public sealed class RealClipSource(SequenceStore store, Augmentation augmentation = Augmentation.Crop, double pasteShare = 0) : IClipSource
{
    private const int Tries = 50;
    private const double LeastArea = 0.005;

    private readonly int[] usable = Enumerable.Range(0, store.Sequences.Count).Where(i => store.Sequences[i].Frames.Count > 1).ToArray() is { Length: > 0 } some ? some
        : throw new InvalidDataException("the sequences hold no two annotated frames in a row");

    /// <inheritdoc/>
    public Clip Next(ClipRequest request, Random random)
    {
        for (var n = 0; n < Tries; n++)
        {
            var sequence = usable[random.Next(usable.Length)];
            if (Frames(sequence, request, random) is not { } frames) continue;
            var clip = augmentation == Augmentation.Crop ? CroppedClip.Cut(frames, request, LeastArea, random) : ResizedClip.Make(frames, request, augmentation, LeastArea, random);
            if (clip is null) continue;
            return pasteShare > 0 && random.NextDouble() < pasteShare && usable.Length > 1 ? Paste(clip, sequence, request, random) : clip;
        }

        throw new InvalidOperationException($"in {Tries} tries no sequence gave {request.Length} annotated frames with a visible object in the first");
    }

    private Still[]? Frames(int sequence, ClipRequest request, Random random)
    {
        var count = store.Sequences[sequence].Frames.Count;
        if (augmentation == Augmentation.Original)
            return store.Load(sequence, FrameSkip.Frames(random.Next(Math.Max(1, count / request.Length)) * request.Length, count, request.Length, Math.Max(1, request.FrameStep)));
        var step = request.FrameStep > 0 ? request.FrameStep : 1 + random.Next(3);
        while (step > 1 && (request.Length - 1) * step >= count) step--;
        var span = (request.Length - 1) * step;
        if (span >= count && request.FrameStep == 0) return null;
        var frames = FrameSkip.Frames(random.Next(Math.Max(1, count - span)), count, request.Length, step);
        if (augmentation == Augmentation.Crop && random.Next(2) == 0) Array.Reverse(frames);
        return store.Load(sequence, frames);
    }

    private Clip Paste(Clip clip, int sequence, ClipRequest request, Random random)
    {
        for (var n = 0; n < Tries; n++)
        {
            var other = usable[random.Next(usable.Length)];
            if (other == sequence || Frames(other, request, random) is not { } frames || frames[0].Objects.Count == 0) continue;
            if (TrackedObject.Paste(clip, frames, frames[0].Objects[random.Next(frames[0].Objects.Count)], request.MaxObjects, LeastArea, random) is { } pasted) return pasted;
        }

        return clip;
    }
}
