using System.Runtime.InteropServices;
using OpenCvSharp;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Boxes;

/// <summary>
/// Objects within boxes by GrabCut (Rother, Kolmogorov, Blake 2004): what is outside the box, and what was given to others, is background; a cut through the rest
/// separates it from the object by colour and edges. The work for a box is bounded, whatever the frame's size.
/// </summary>
public sealed class GrabCutBoxes : IBoxMasks
{
    /// <inheritdoc/>
    public FoundMasks Find(RgbImage frame, LabelMask? given, IReadOnlyList<ObjectBox> boxes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(boxes);
        if (given is not null && (given.Width != frame.Width || given.Height != frame.Height))
            throw new ArgumentException($"the given labels are {given.Width}x{given.Height}, the frame {frame.Width}x{frame.Height}", nameof(given));
        foreach (var (_, box) in boxes)
            if (box.X1 > frame.Width || box.Y1 > frame.Height) throw box.Outside(frame.Width, frame.Height);
        OpenCvLibrary.Need();
        var pixels = GCHandle.Alloc(frame.Rgb, GCHandleType.Pinned);
        try
        {
            using var picture = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, pixels.AddrOfPinnedObject());
            return Find(picture, given, boxes, cancellation);
        }
        finally
        {
            pixels.Free();
        }
    }

    private static FoundMasks Find(Mat picture, LabelMask? given, IReadOnlyList<ObjectBox> boxes, CancellationToken cancellation)
    {
        var labels = given is null ? new byte[picture.Width * picture.Height] : (byte[])given.Labels.Clone();
        var filled = new List<FilledBox>();
        // From the last on: what is painted lies over what comes after.
        foreach (var (label, box) in boxes.Reverse())
        {
            cancellation.ThrowIfCancellationRequested();
            var (mask, reason) = BoxCut.Find(picture, given, label, box);
            if (mask is not null && !Paint(labels, picture.Width, label, box, mask)) (mask, reason) = (null, "others lie over what was found in it");
            if (mask is not null || !Paint(labels, picture.Width, label, box, null)) continue;
            filled.Insert(0, new FilledBox(label, reason!));
        }

        foreach (var (label, box) in boxes)
            if (!labels.AsSpan().Contains(label)) throw new PromptFormatException($"the box {box.X0},{box.Y0},{box.X1},{box.Y1} is covered by others: no pixel of object {label} is left");
        return new FoundMasks(new LabelMask(picture.Width, picture.Height, labels), filled);
    }

    // Paints where nothing is yet; all of the box without a mask. False when that is nowhere.
    private static bool Paint(byte[] labels, int width, byte label, BoxPrompt box, byte[]? mask)
    {
        var (any, across) = (false, box.X1 - box.X0);
        for (var y = box.Y0; y < box.Y1; y++)
        {
            var row = labels.AsSpan(y * width + box.X0, across);
            for (var x = 0; x < across; x++)
            {
                if (row[x] != 0 || mask?[(y - box.Y0) * across + x] == 0) continue;
                row[x] = label;
                any = true;
            }
        }

        return any;
    }
}
