using Rvos.Pipeline.Merging;

namespace Rvos.Pipeline.Tests.Merging;

public class PlaneScalerTests
{
    [Fact]
    public void Row_SameSize_CopiesThePlane()
    {
        var plane = Enumerable.Range(0, 33 * 3).Select(i => i / 100f).ToArray();
        var scaler = new PlaneScaler(33, 3, 33, 3);
        var row = new float[33];
        for (var y = 0; y < 3; y++)
        {
            scaler.Row(plane, y, row);
            Assert.Equal(plane[(y * 33)..((y + 1) * 33)], row);
        }
    }

    [Fact]
    public void Row_TwiceAsLarge_InterpolatesBetweenPixelCentres()
    {
        var scaler = new PlaneScaler(2, 2, 4, 4);
        var row = new float[4];
        scaler.Row([0, 4, 8, 12], 1, row);
        Assert.Equal([2, 3, 5, 6], row);
        scaler.Row([0, 4, 8, 12], 3, row);
        Assert.Equal([8, 9, 11, 12], row);
    }
}
