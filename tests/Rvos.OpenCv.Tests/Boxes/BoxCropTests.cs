using FsCheck;
using FsCheck.Fluent;
using Rvos.OpenCv.Boxes;
using Rvos.Video.Prompts;

namespace Rvos.OpenCv.Tests.Boxes;

/// <summary>What of a frame is looked at.</summary>
public sealed class BoxCropTests
{
    [Theory]
    [InlineData(8192, 4320, 0, 0, 8192, 4320)]
    [InlineData(3840, 2160, 1000, 500, 3000, 2000)]
    [InlineData(8192, 16, 0, 4, 8192, 12)]
    public void Around_LargeBox_WorkIsBounded(int width, int height, int x0, int y0, int x1, int y1)
    {
        var crop = BoxCrop.Around(new BoxPrompt(x0, y0, x1, y1), width, height);
        Assert.InRange(crop.Working.Width * crop.Working.Height, 1, 1 << 16);
    }

    [Fact]
    public void Around_AnyBox_WithinTheFrameAndTheBoxWithinIt() =>
        Prop.ForAll((from width in Gen.Choose(1, 5000)
                     from height in Gen.Choose(1, 5000)
                     from x in Gen.Choose(0, width - 1)
                     from y in Gen.Choose(0, height - 1)
                     from across in Gen.Choose(1, width - x)
                     from down in Gen.Choose(1, height - y)
                     select (width, height, Box: new BoxPrompt(x, y, x + across, y + down))).ToArbitrary(), one =>
        {
            var crop = BoxCrop.Around(one.Box, one.width, one.height);
            var (area, working, box) = (crop.Area, crop.Working, crop.WorkingBox);
            return area.X >= 0 && area.Y >= 0 && area.Right <= one.width && area.Bottom <= one.height
                && (area.X + crop.Box.X, area.Y + crop.Box.Y, crop.Box.Width, crop.Box.Height) == (one.Box.X0, one.Box.Y0, one.Box.X1 - one.Box.X0, one.Box.Y1 - one.Box.Y0)
                && crop.Box.Right <= area.Width && crop.Box.Bottom <= area.Height
                && box.X >= 0 && box.Y >= 0 && box.Width >= 1 && box.Height >= 1 && box.Right <= working.Width && box.Bottom <= working.Height;
        }).Check(Repeatable.Config);
}
