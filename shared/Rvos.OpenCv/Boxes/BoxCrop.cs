using OpenCvSharp;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Boxes;

/// <summary>The part of a frame that is looked at for an object: its box, and around it what the background looks like.</summary>
/// <param name="Area">Columns and rows of the frame.</param>
/// <param name="Box">The box within the area.</param>
internal readonly record struct BoxCrop(Rect Area, Rect Box)
{
    /// <summary>Pixels that are looked at, at most: a larger part is reduced to them. More cost time and found no better masks (docs/quality.md).</summary>
    private const int MostPixels = 1 << 16;
    private const double Margin = 0.5;
    private const int LeastMargin = 8;

    /// <summary>The size at which it is looked at.</summary>
    internal Size Working
    {
        get
        {
            var scale = Math.Min(1, Math.Sqrt((double)MostPixels / ((double)Area.Width * Area.Height)));
            return new Size(Math.Max(1, (int)(Area.Width * scale)), Math.Max(1, (int)(Area.Height * scale)));
        }
    }

    /// <summary>The box at the working size: at least one pixel.</summary>
    internal Rect WorkingBox
    {
        get
        {
            var size = Working;
            var (x, width) = Scaled(Box.X, Box.Width, Area.Width, size.Width);
            var (y, height) = Scaled(Box.Y, Box.Height, Area.Height, size.Height);
            return new Rect(x, y, width, height);
        }
    }

    /// <summary>Half of the box's (geometric mean) side is added all around, as far as the frame goes.</summary>
    internal static BoxCrop Around(BoxPrompt box, int width, int height)
    {
        var (across, down) = (box.X1 - box.X0, box.Y1 - box.Y0);
        var margin = Math.Max(LeastMargin, (int)Math.Ceiling(Margin * Math.Sqrt((double)across * down)));
        var (x, y) = (Math.Max(0, box.X0 - margin), Math.Max(0, box.Y0 - margin));
        var area = new Rect(x, y, Math.Min(width, box.X1 + margin) - x, Math.Min(height, box.Y1 + margin) - y);
        return new BoxCrop(area, new Rect(box.X0 - x, box.Y0 - y, across, down));
    }

    private static (int From, int Length) Scaled(int from, int length, int whole, int size)
    {
        var start = Math.Min(size - 1, (int)Math.Round((double)from * size / whole));
        return (start, Math.Clamp((int)Math.Round((double)length * size / whole), 1, size - start));
    }
}
