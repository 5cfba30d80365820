using Rvos.Model;
using Rvos.Results;
using Rvos.Results.Prompts;
using Rvos.Video.Decoding;
using Rvos.Video.Imaging;

namespace Rvos.Pipeline.Running;

/// <summary>Segments the frames of one video in order: resize, encode in batches, decode object by object, merge.</summary>
public sealed class FrameSegmenter : IDisposable
{
    private readonly RvosModel model;
    private readonly PromptSet prompts;
    private readonly FrameDecoder decoder;
    private readonly PilResizer resizer;
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
        FrameDecoder.Check(model.Description, prompts, width, height);
        decoder = new FrameDecoder(model, width, height, maxObjects, clock);
        resizer = new PilResizer(width, height, model.Description.InputWidth, model.Description.InputHeight);
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
            var (mask, objects) = decoder.Next(features, i, prompts.At(frames[i]));
            results.Add(new FrameResult(frames[i], mask, objects));
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => decoder.Dispose();
}
