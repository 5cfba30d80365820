using Rvos.Model;
using Rvos.Model.Inference;
using Rvos.Model.Sessions;
using Rvos.Pipeline.Merging;
using Rvos.Results;
using Rvos.Results.Prompts;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Running;

/// <summary>Encoded frames of one video to masks, in order: given masks enter the session at their frames, objects are decoded, overlaps settled at the video's size.
/// The session can be written down after any frame and read back: what follows is the same, bit for bit.</summary>
public sealed class FrameDecoder : IDisposable
{
    private readonly StageClock clock;
    private readonly VideoSession session;
    private readonly PilResizer resizer;
    private readonly MaskMerger merger;

    /// <summary>Starts a session for frames of a size.</summary>
    /// <param name="model">The model; it outlives the decoder.</param>
    /// <param name="width">Columns of the video.</param>
    /// <param name="height">Rows of the video.</param>
    /// <param name="maxObjects">Objects to discover, at most as many as the model learned to; zero-shot models only.</param>
    /// <param name="clock">Gathers the time of each stage.</param>
    public FrameDecoder(RvosModel model, int width, int height, int maxObjects, StageClock clock)
    {
        this.clock = clock;
        session = model.CreateSession(new SessionOptions(Slots: model.Description.IsOneShot ? 0 : Math.Min(maxObjects, Most(model.Description))));
        resizer = new PilResizer(width, height, model.Description.InputWidth, model.Description.InputHeight);
        merger = new MaskMerger(model.Description.InputWidth, model.Description.InputHeight, width, height);
    }

    /// <summary>Objects in the session.</summary>
    public IReadOnlyList<int> ObjectIds => session.ObjectIds;

    /// <summary>Says what does not fit about prompts.</summary>
    /// <exception cref="ArgumentException">The prompts do not fit the model or the video; the message says which.</exception>
    public static void Check(ModelDescription model, PromptSet prompts, int width, int height)
    {
        if (model.IsOneShot && prompts.Frames.Count == 0) throw new ArgumentException($"model '{model.Name}' follows given objects: give at least one mask, box or polygon");
        if (!model.IsOneShot && prompts.Frames.Count > 0) throw new ArgumentException($"model '{model.Name}' discovers objects by itself: it takes no masks");
        foreach (var frame in prompts.Frames)
            if (prompts.At(frame) is { } mask && (mask.Width != width || mask.Height != height))
                throw new ArgumentException($"the mask for frame {frame} is {mask.Width}x{mask.Height}, the video {width}x{height}");
    }

    /// <summary>Decodes the next frame of the video.</summary>
    /// <param name="features">Encoded frames.</param>
    /// <param name="index">Index of the frame among them.</param>
    /// <param name="given">Mask given for the frame at the video's size, or null.</param>
    public (LabelMask Mask, IReadOnlyList<ObjectObservation> Objects) Next(IFrameFeatures features, int index, LabelMask? given)
    {
        if (given is not null) Prompt(given);
        var masks = clock.Measure(Stage.Decode, () => session.Step(features, index));
        return clock.Measure(Stage.Merge, () => merger.Merge(masks, given));
    }

    /// <summary>Writes the session.</summary>
    public void Save(Stream stream) => session.Save(stream);

    /// <summary>Goes on from a session that <see cref="Save"/> wrote with the same model and precision.</summary>
    /// <exception cref="InvalidDataException">It is not such a session.</exception>
    public void Load(Stream stream) => session.Load(stream);

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private void Prompt(LabelMask given)
    {
        var small = resizer.Nearest(given.Labels);
        foreach (var label in given.Labels.Distinct().Where(l => l != 0).Order())
        {
            var mask = new float[small.Length];
            for (var i = 0; i < mask.Length; i++) mask[i] = small[i] == label ? 1 : 0;
            if (session.ObjectIds.Contains(label)) session.CorrectObject(label, mask);
            else session.AddObject(label, mask);
        }
    }

    private static int Most(ModelDescription model) => model.MostObjects > 0 ? model.MostObjects : int.MaxValue;
}
