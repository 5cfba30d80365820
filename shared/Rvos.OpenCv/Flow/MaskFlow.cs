using System.Runtime.InteropServices;
using OpenCvSharp;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.OpenCv.Flow;

/// <summary>
/// Carries labels from frame to frame by dense optical flow (Farnebäck 2003), without any learning: a pixel has the label of the place in the frame before that it came
/// from. A baseline. Works at a reduced size, and gives labels at the frames' own. Not thread-safe.
/// </summary>
public sealed class MaskFlow : IDisposable
{
    private const int LongSide = 448;
    private readonly Size frameSize, size;
    private readonly Mat labels = new();
    private readonly Mat places;
    private Mat? before;

    /// <summary>Starts with the labels of a frame.</summary>
    /// <param name="first">The frame.</param>
    /// <param name="given">Its labels, of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public MaskFlow(RgbImage first, LabelMask given)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(given);
        if (given.Width != first.Width || given.Height != first.Height) throw new ArgumentException($"labels of {given.Width}x{given.Height} for a frame of {first.Width}x{first.Height}", nameof(given));
        OpenCvLibrary.Need();
        frameSize = new Size(first.Width, first.Height);
        var scale = Math.Min(1, (double)LongSide / Math.Max(first.Width, first.Height));
        size = new Size(Math.Max(1, (int)Math.Round(first.Width * scale)), Math.Max(1, (int)Math.Round(first.Height * scale)));
        places = Places(size);
        before = Grey(first);
        Read(given.Labels, MatType.CV_8UC1, whole => Cv2.Resize(whole, labels, size, 0, 0, InterpolationFlags.Nearest));
    }

    /// <summary>The labels of the next frame.</summary>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public LabelMask Next(RgbImage frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Width != frameSize.Width || frame.Height != frameSize.Height) throw new ArgumentException($"a frame of {frame.Width}x{frame.Height} after one of {frameSize.Width}x{frameSize.Height}", nameof(frame));
        var now = Grey(frame);
        using (Mat flow = new(), from = new(), moved = new(), none = new())
        {
            // From this frame to the one before: where each pixel came from.
            Cv2.CalcOpticalFlowFarneback(now, before!, flow, pyrScale: 0.5, levels: 5, winsize: 15, iterations: 3, polyN: 7, polySigma: 1.5, OpticalFlowFlags.None);
            Cv2.Add(places, flow, from);
            Cv2.Remap(labels, moved, from, none, InterpolationFlags.Nearest, BorderTypes.Constant, Scalar.All(0));
            moved.CopyTo(labels);
        }

        before!.Dispose();
        before = now;
        using var large = new Mat();
        Cv2.Resize(labels, large, frameSize, 0, 0, InterpolationFlags.Nearest);
        return large.GetArray(out byte[] all) ? new LabelMask(frameSize.Width, frameSize.Height, all) : throw new InvalidOperationException("labels without pixels");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        before?.Dispose();
        before = null;
        labels.Dispose();
        places.Dispose();
    }

    private Mat Grey(RgbImage frame)
    {
        var grey = new Mat();
        using var small = new Mat();
        Read(frame.Rgb, MatType.CV_8UC3, whole => Cv2.Resize(whole, small, size, 0, 0, InterpolationFlags.Area));
        Cv2.CvtColor(small, grey, ColorConversionCodes.RGB2GRAY);
        return grey;
    }

    private void Read(byte[] bytes, MatType type, Action<Mat> use)
    {
        var pixels = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            using var whole = Mat.FromPixelData(frameSize.Height, frameSize.Width, type, pixels.AddrOfPinnedObject());
            use(whole);
        }
        finally
        {
            pixels.Free();
        }
    }

    // Column and row of each pixel.
    private static Mat Places(Size size)
    {
        var places = new Mat(size, MatType.CV_32FC2);
        var cells = places.GetUnsafeGenericIndexer<Vec2f>();
        for (var y = 0; y < size.Height; y++)
            for (var x = 0; x < size.Width; x++) cells[y, x] = new Vec2f(x, y);
        return places;
    }
}
