using Rvos.Video.Decoding;
using Rvos.Video.Masks;

namespace Rvos.Testing.Stages;

/// <summary>The sample clip, 640 x 360 pixels.</summary>
public static class SampleClip
{
    private const int Decoded = 40;
    private static readonly Lazy<Task<IReadOnlyList<VideoFrame>>> First = new(DecodeAsync);

    /// <summary>The mask of its first frame: label 1 is a car.</summary>
    public static LabelMask Mask { get; } = LabelMaskReader.Read(PathOf("dashcam.png"));

    /// <summary>Frames from the first one; a longer clip runs forward and backward again and again.</summary>
    /// <param name="count">Frames.</param>
    public static async Task<IReadOnlyList<VideoFrame>> FramesAsync(int count)
    {
        var decoded = await First.Value.ConfigureAwait(false);
        return Enumerable.Range(0, count).Select(i =>
        {
            var place = i % (2 * Decoded - 2);
            var frame = decoded[Math.Min(place, 2 * Decoded - 2 - place)];
            return new VideoFrame(i, i * frame.TimeBase.Denominator / 25, frame.TimeBase, frame.Width, frame.Height, frame.Rgb);
        }).ToArray();
    }

    /// <summary>A mask of rectangles of 60 x 40 pixels.</summary>
    /// <param name="boxes">Label, left column and top row of each.</param>
    public static LabelMask Boxes(params (byte Label, int X, int Y)[] boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        var labels = new byte[Mask.Labels.Length];
        foreach (var (label, x, y) in boxes)
            for (var row = y; row < y + 40; row++) labels.AsSpan(row * Mask.Width + x, 60).Fill(label);
        return new LabelMask(Mask.Width, Mask.Height, labels);
    }

    private static string PathOf(string name) => Path.Combine(SharedData.RepositoryRoot, "samples", name);

    private static async Task<IReadOnlyList<VideoFrame>> DecodeAsync()
    {
        await using var source = await VideoSource.OpenAsync(PathOf("dashcam.mp4")).ConfigureAwait(false);
        var frames = new List<VideoFrame>();
        await foreach (var frame in source.ReadAsync().ConfigureAwait(false))
        {
            frames.Add(frame);
            if (frames.Count == Decoded) break;
        }

        return frames;
    }
}
