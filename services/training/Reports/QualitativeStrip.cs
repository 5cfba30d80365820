using Rvos.OpenCv.Pictures;
using Rvos.Training.Data;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;
using Rvos.Video.Overlays;

namespace Rvos.Training.Reports;

/// <summary>Frames of a clip side by side: the truth above, the prediction below.</summary>
public static class QualitativeStrip
{
    private const int Columns = 5;

    /// <summary>A JPEG picture of up to five frames, spread over the clip.</summary>
    /// <param name="clip">The clip with its true labels.</param>
    /// <param name="predicted">Predicted labels of each frame.</param>
    public static byte[] Jpeg(Clip clip, IReadOnlyList<byte[]> predicted)
    {
        var shown = Enumerable.Range(0, Math.Min(Columns, clip.Length)).Select(i => clip.Length <= Columns ? i : i * (clip.Length - 1) / (Columns - 1)).ToArray();
        var pixels = clip.Height * clip.Width;
        var (width, height) = (clip.Width * shown.Length, clip.Height * 2);
        var strip = new byte[width * height * 3];
        var blender = new OverlayBlender(DavisPalette.Rgb, 0.5, contours: true);
        for (var i = 0; i < shown.Length; i++)
        {
            var truth = clip.Labels.AsSpan(shown[i] * pixels, pixels).ToArray();
            truth.AsSpan().Replace(Clip.Ignored, (byte)0);
            Paste(truth, i, 0);
            Paste(predicted[shown[i]], i, 1);
        }

        return JpegEncoder.Encode(new RgbImage(width, height, strip));

        void Paste(byte[] labels, int column, int row)
        {
            var rgb = clip.Frames.AsSpan(shown[column] * pixels * 3, pixels * 3).ToArray();
            blender.Blend(rgb, new LabelMask(clip.Width, clip.Height, labels));
            for (var y = 0; y < clip.Height; y++)
                rgb.AsSpan(y * clip.Width * 3, clip.Width * 3).CopyTo(strip.AsSpan(((row * clip.Height + y) * width + column * clip.Width) * 3));
        }
    }
}
