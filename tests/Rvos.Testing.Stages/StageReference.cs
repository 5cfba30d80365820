using Rvos.Hosting.Jobs;
using Rvos.Model;
using Rvos.Pipeline.Running;
using Rvos.Results.Prompts;
using Rvos.Video.Decoding;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Testing.Stages;

/// <summary>The pipeline of <c>rvos segment</c>, unbroken and in one process.</summary>
public static class StageReference
{
    private const int Batch = 4;

    /// <summary>Segments a clip.</summary>
    public static IReadOnlyList<StageMask> Segment(string model, IReadOnlyList<VideoFrame> clip, IReadOnlyList<(int Frame, LabelMask Mask)> given, int maxObjects)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(given);
        using var open = RvosModel.Open(StageModels.Catalogue.Find(model));
        var prompts = new PromptSet();
        foreach (var (frame, mask) in given) prompts.Add(frame, mask);
        using var segmenter = new FrameSegmenter(open, clip[0].Width, clip[0].Height, prompts, maxObjects, new StageClock(TimeProvider.System));
        return clip.Chunk(Batch).SelectMany(segmenter.Next).Select(r => new StageMask(
            Convert.ToHexString(PngWriter.Encode(r.Mask)),
            string.Join(' ', r.Objects.Select(o => new MaskObject(o.ObjectId, o.Area, o.Confidence, o.IsGiven))))).ToArray();
    }
}
