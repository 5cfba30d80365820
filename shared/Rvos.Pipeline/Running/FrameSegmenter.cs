using Rvos.Model;
using Rvos.Model.Sessions;
using Rvos.Pipeline.Merging;
using Rvos.Pipeline.Prompts;
using Rvos.Pipeline.Results;
using Rvos.Video.Decoding;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Running;

/// <summary>Segments the frames of one video in order: resize, encode in batches, decode object by object, merge.</summary>
public sealed class FrameSegmenter : IDisposable
{
    private readonly RvosModel model;
    private readonly PromptSet prompts;
    private readonly VideoSession session;
    private readonly PilResizer resizer;
    private readonly MaskMerger merger;
    private readonly StageClock clock;
    private readonly int width, height;

    /// <summary>Starts a session for frames of a size.</summary>
    /// <param name="model">The model; it outlives the segmenter.</param>
    /// <param name="width">Columns of the video.</param>
    /// <param name="height">Rows of the video.</param>
    /// <param name="prompts">Given masks at the video's size; empty for zero-shot models.</param>
    /// <param name="maxObjects">Objects to discover; zero-shot models only.</param>
    /// <param name="clock">Gathers the time of each stage.</param>
    /// <exception cref="ArgumentException">The prompts do not fit the model or the video; the message says which.</exception>
    public FrameSegmenter(RvosModel model, int width, int height, PromptSet prompts, int maxObjects, StageClock clock)
    {
        (this.model, this.prompts, this.clock, this.width, this.height) = (model, prompts, clock, width, height);
        if (model.Description.IsOneShot && prompts.Frames.Count == 0) throw new ArgumentException($"model '{model.Description.Name}' follows given objects: give at least one mask, box or polygon");
        if (!model.Description.IsOneShot && prompts.Frames.Count > 0) throw new ArgumentException($"model '{model.Description.Name}' discovers objects by itself: it takes no masks");
        foreach (var frame in prompts.Frames)
            if (prompts.At(frame) is { } mask && (mask.Width != width || mask.Height != height))
                throw new ArgumentException($"the mask for frame {frame} is {mask.Width}x{mask.Height}, the video {width}x{height}");
        session = model.CreateSession(new SessionOptions(Slots: model.Description.IsOneShot ? 0 : maxObjects));
        resizer = new PilResizer(width, height, model.Description.InputWidth, model.Description.InputHeight);
        merger = new MaskMerger(model.Description.InputWidth, model.Description.InputHeight, width, height);
    }

    /// <summary>Segments the next frames of the video.</summary>
    /// <exception cref="ArgumentException">A frame has another size than the video.</exception>
    public IReadOnlyList<FrameResult> Next(IReadOnlyList<VideoFrame> frames)
    {
        var size = model.Description.InputWidth * model.Description.InputHeight * 3;
        var input = new byte[frames.Count * size];
        using (clock.Measure(Stage.Resize))
        {
            for (var i = 0; i < frames.Count; i++)
            {
                if (frames[i].Width != width || frames[i].Height != height) throw new ArgumentException($"frame {frames[i].Index} is {frames[i].Width}x{frames[i].Height}, the video {width}x{height}");
                resizer.Bilinear(frames[i].Rgb, input.AsSpan(i * size, size));
            }
        }

        using var features = clock.Measure(Stage.Encode, () => model.Encode(input, frames.Count));
        var results = new List<FrameResult>(frames.Count);
        for (var i = 0; i < frames.Count; i++)
        {
            var given = prompts.At(frames[i].Index);
            if (given is not null) Prompt(given);
            var masks = clock.Measure(Stage.Decode, () => session.Step(features, i));
            var (mask, objects) = clock.Measure(Stage.Merge, () => merger.Merge(masks, given));
            results.Add(new FrameResult(frames[i], mask, objects));
        }

        return results;
    }

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
}
