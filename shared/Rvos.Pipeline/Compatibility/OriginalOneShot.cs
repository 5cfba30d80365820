using Rvos.Model;
using Rvos.Model.Sessions;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Compatibility;

/// <summary>The original project's one-shot evaluation (RVOS, Ventura et al. 2019) with its peculiarities: ten slots run from the first frame on, empty ones
/// with masks of zeros; the first frame's masks are read in the first and the second frame; a late object's mask overwrites the previous mask of its slot,
/// whose state has run on. For comparisons with published numbers; videos of users go through <see cref="Running.FrameSegmenter"/>.</summary>
public sealed class OriginalOneShot
{
    /// <summary>Slots that always run.</summary>
    public const int Slots = 10;

    private const byte Void = 255;
    private readonly RvosModel model;
    private readonly OriginalSplit split;
    private readonly OriginalInput input;

    /// <summary>Uses a one-shot model, whose input size decides that of the masks: the original took 256x448 for YouTube-VOS, 240x427 for DAVIS.</summary>
    /// <param name="model">The model; it outlives this.</param>
    /// <param name="split">The evaluation meant.</param>
    /// <exception cref="ArgumentException">The model takes no masks.</exception>
    public OriginalOneShot(RvosModel model, OriginalSplit split)
    {
        if (!model.Description.IsOneShot) throw new ArgumentException($"model '{model.Description.Name}' discovers objects by itself", nameof(model));
        (this.model, this.split, input) = (model, split, new OriginalInput(model.Description));
    }

    private int MaxFrames => split == OriginalSplit.YouTubeTest ? 40 : 130;

    /// <summary>Segments a sequence.</summary>
    /// <param name="frames">Frames in order; those past the limit of the split are not read.</param>
    /// <param name="listedObjects">Objects of the sequence in YouTube-VOS's listing; not used for DAVIS.</param>
    /// <returns>For each frame the saved slots' masks, slot 0 first, (H,W) at the model's input size with the values 0 and 255.</returns>
    /// <exception cref="ArgumentException">The first frame, or any of DAVIS validation, has no annotation.</exception>
    public IEnumerable<IReadOnlyList<LabelMask>> Segment(IEnumerable<OriginalFrame> frames, int listedObjects = 0)
    {
        using var session = model.CreateSession(new SessionOptions(AsOriginal: true, Slots: Slots));
        var saved = listedObjects;
        foreach (var (index, frame) in frames.Take(MaxFrames).Index())
        {
            if (frame.Annotation is null && (index == 0 || split == OriginalSplit.DavisValidation)) throw new ArgumentException($"frame {index} has no annotation", nameof(frames));
            var labels = frame.Annotation is null ? [] : input.Labels(frame.Annotation);
            if (index == 0 || split == OriginalSplit.YouTubeTest) Start(session, labels);
            if (split == OriginalSplit.DavisValidation || (split == OriginalSplit.DavisTest && index == 0)) saved = Ids(labels).Count();
            using var features = input.Encode(model, frame.Image);
            yield return session.Step(features, 0).Take(saved).Select(input.Binary).ToArray();
        }
    }

    private static void Start(VideoSession session, byte[] labels)
    {
        foreach (var id in Ids(labels).Where(id => id <= Slots))
            session.CorrectObject(id, Array.ConvertAll(labels, l => l == id ? 1f : 0f));
    }

    private static IEnumerable<byte> Ids(byte[] labels) => labels.Distinct().Where(l => l is not 0 and not Void).Order();
}
