using Rvos.OpenCv.Flow;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.OpenCv.Tests.Flow;

/// <summary>Labels carried along by optical flow.</summary>
public sealed class MaskFlowTests
{
    private const int Width = 200, Height = 120, Steps = 12;

    [Fact]
    public void Next_PictureThatMoves_LabelsMoveWithIt()
    {
        using var flow = new MaskFlow(Frame(0), Labels(0));
        var mask = Labels(0);
        for (var t = 1; t <= Steps; t++) mask = flow.Next(Frame(t));
        foreach (byte label in new byte[] { 1, 2 })
        {
            Assert.InRange(Scenes.Overlap(Labels(Steps), mask, label), 0.85, 1);
            Assert.InRange(Scenes.Overlap(Labels(Steps), Labels(0), label), 0, 0.4);
        }
    }

    [Fact]
    public void Next_StillPicture_LabelsStay()
    {
        using var flow = new MaskFlow(Frame(0), Labels(0));
        Assert.Equal(Labels(0).Labels, flow.Next(Frame(0)).Labels);
    }

    [Fact]
    public void Next_FrameOfAnotherSize_IsRefused()
    {
        using var flow = new MaskFlow(Frame(0), Labels(0));
        Assert.Contains("10x10", Assert.Throws<ArgumentException>(() => flow.Next(Scenes.Flat(10, 10))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_LabelsOfAnotherSize_IsRefused() => Assert.Throws<ArgumentException>(() => new MaskFlow(Scenes.Flat(10, 10), new LabelMask(9, 10, new byte[90])));

    // All goes two pixels to the right and one down with each frame.
    private static LabelMask Labels(int t)
    {
        var labels = new byte[Width * Height];
        for (var y = 0; y < 30; y++)
        {
            labels.AsSpan((20 + t + y) * Width + 20 + 2 * t, 30).Fill(1);
            labels.AsSpan((60 + t + y) * Width + 110 + 2 * t, 30).Fill(2);
        }

        return new LabelMask(Width, Height, labels);
    }

    private static RgbImage Frame(int t)
    {
        var rgb = new byte[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            var (x, y) = (i % Width - 2 * t, i / Width - t);
            // Smooth, and nowhere the same.
            rgb.AsSpan(i * 3, 3).Fill((byte)(128 + 40 * Math.Sin(x * 0.21 + Math.Cos(y * 0.13) * 2) + 40 * Math.Sin(y * 0.29 + Math.Cos(x * 0.07) * 3)));
        }

        return new RgbImage(Width, Height, rgb);
    }
}
