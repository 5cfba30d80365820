using OpenCvSharp;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Boxes;

/// <summary>GrabCut of one box.</summary>
internal static class BoxCut
{
    // Chosen on the first frames of 27 DAVIS-2016 training sequences; docs/decisions/0012-opencv.md.
    private const int Iterations = 3, LeastSide = 4, LeastPixels = 16;
    private const double LeastShare = 0.1, SpeckShare = 0.05;
    private const ulong Seed = 1;

    /// <summary>The object's mask, (H,W) of the box, 0 or not; or null and why there is none.</summary>
    internal static (byte[]? Mask, string? Reason) Find(Mat picture, LabelMask? given, byte label, BoxPrompt box)
    {
        if (box.X1 - box.X0 < LeastSide || box.Y1 - box.Y0 < LeastSide) return (null, "it is too small to look for an object in it");
        var crop = BoxCrop.Around(box, picture.Width, picture.Height);
        using var view = new Mat(picture, crop.Area);
        using var small = new Mat();
        Cv2.Resize(view, small, crop.Working, 0, 0, InterpolationFlags.Area);
        using var classes = Classes(crop, given, label);
        if (Count(classes, (byte)GrabCutClasses.BGD) < LeastPixels) return (null, "there is no background around it");
        if (classes.Total() - Count(classes, (byte)GrabCutClasses.BGD) < LeastPixels) return (null, "what others leave of it is too small");
        using (Mat background = new(), foreground = new())
        {
            // The generator is the thread's own: what it was used for before must not matter.
            Cv2.SetTheRNG(Seed);
            try
            {
                Cv2.GrabCut(small, classes, new Rect(), background, foreground, Iterations, GrabCutModes.InitWithMask);
            }
            catch (OpenCVException)
            {
                return (null, "the colours in it cannot be told apart");
            }
        }

        using var found = new Mat();
        // Certain and probable foreground are 1 and 3.
        Cv2.BitwiseAnd(classes, Scalar.All(1), found);
        RemoveSpecks(found);
        var share = (double)Cv2.CountNonZero(found) / (crop.WorkingBox.Width * crop.WorkingBox.Height);
        return share >= LeastShare ? (Enlarged(found, crop), null) : (null, "nothing in it stands out from what is around it");
    }

    // Outside the box, and what is another's, is background; what is the object's own is foreground; the rest is to be found out.
    private static Mat Classes(BoxCrop crop, LabelMask? given, byte label)
    {
        var classes = new Mat(crop.Working, MatType.CV_8UC1, Scalar.All((double)GrabCutClasses.BGD));
        var (box, size) = (crop.WorkingBox, crop.Working);
        using var inner = new Mat(classes, box);
        inner.SetTo(Scalar.All((double)GrabCutClasses.PR_FGD));
        if (given is null) return classes;
        var cells = classes.GetUnsafeGenericIndexer<byte>();
        for (var y = box.Top; y < box.Bottom; y++)
        {
            var from = (crop.Area.Y + (int)((y + 0.5) * crop.Area.Height / size.Height)) * given.Width + crop.Area.X;
            for (var x = box.Left; x < box.Right; x++)
            {
                var other = given.Labels[from + (int)((x + 0.5) * crop.Area.Width / size.Width)];
                if (other != 0) cells[y, x] = (byte)(other == label ? GrabCutClasses.FGD : GrabCutClasses.BGD);
            }
        }

        return classes;
    }

    private static int Count(Mat classes, byte value)
    {
        using var same = new Mat();
        Cv2.Compare(classes, Scalar.All(value), same, CmpTypes.EQ);
        return Cv2.CountNonZero(same);
    }

    private static void RemoveSpecks(Mat found)
    {
        using Mat parts = new(), sizes = new(), centres = new();
        var count = Cv2.ConnectedComponentsWithStats(found, parts, sizes, centres);
        var areas = Enumerable.Range(0, count).Select(part => part == 0 ? 0 : sizes.At<int>(part, (int)ConnectedComponentsTypes.Area)).ToArray();
        var least = areas.Max() * SpeckShare;
        var (cells, numbers, size) = (found.GetUnsafeGenericIndexer<byte>(), parts.GetUnsafeGenericIndexer<int>(), found.Size());
        for (var y = 0; y < size.Height; y++)
            for (var x = 0; x < size.Width; x++)
                if (areas[numbers[y, x]] < least) cells[y, x] = 0;
    }

    private static byte[] Enlarged(Mat found, BoxCrop crop)
    {
        using Mat scaled = new(), large = new();
        found.ConvertTo(scaled, MatType.CV_8UC1, byte.MaxValue);
        Cv2.Resize(scaled, large, crop.Area.Size, 0, 0, InterpolationFlags.Linear);
        using var box = new Mat(large, crop.Box);
        using var cut = new Mat();
        Cv2.Threshold(box, cut, byte.MaxValue / 2, 1, ThresholdTypes.Binary);
        return cut.GetArray(out byte[] mask) ? mask : throw new InvalidOperationException("a mask without pixels");
    }
}
