using Rvos.OpenCv.Flow;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.OpenCv.Tests.Flow;

/// <summary>Labels carried along by optical flow.</summary>
public sealed class MaskFlowTests
{
    private const int Width = 200, Height = 120, Steps = 12;

    [Fact]
    public void Next_TwoTexturedSquaresThatMove_LabelsMoveWithThem()
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

    // The first goes to the right by two pixels a frame, the second down by two.
    private static LabelMask Labels(int t)
    {
        var labels = new byte[Width * Height];
        for (var y = 0; y < 30; y++)
        {
            labels.AsSpan((20 + y) * Width + 20 + 2 * t, 30).Fill(1);
            labels.AsSpan((50 + y + 2 * t) * Width + 140, 30).Fill(2);
        }

        return new LabelMask(Width, Height, labels);
    }

    private static RgbImage Frame(int t)
    {
        var labels = Labels(t).Labels;
        var rgb = new byte[Width * Height * 3];
        for (var i = 0; i < labels.Length; i++)
        {
            var (x, y) = (i % Width - (labels[i] == 1 ? 2 * t : 0), i / Width - (labels[i] == 2 ? 2 * t : 0));
            // A smooth texture of its own for each.
            var value = 128 + 50 * Math.Sin((x + 13 * labels[i]) * 0.45) * Math.Cos(y * 0.37) + 30 * labels[i];
            rgb.AsSpan(i * 3, 3).Fill((byte)value);
        }

        return new RgbImage(Width, Height, rgb);
    }
}
