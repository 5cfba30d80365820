using Rvos.Testing;
using Rvos.Training.Data;

namespace Rvos.Training.Tests.Clips;

public class AffineAugmentationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Apply_OriginalParameters_ImageAndLabelsEqualTheOriginal(int index)
    {
        var golden = GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "Data", "losses", "affine"));
        var values = golden.Meta.GetProperty("params")[index];
        double Value(string name) => values.GetProperty(name).GetDouble();
        var warp = new AffineAugmentation(Value("rotate_deg"), Value("translate_h"), Value("translate_w"), Value("shear"), Value("zoom_x"), Value("zoom_y"));
        var expected = golden.F32($"m{index}");
        var matrix = warp.Matrix(30, 44);
        for (var i = 0; i < 9; i++) Assert.Equal(expected[i], matrix[i], 1e-6f);
        Assert.Equal(golden.F32($"img_out{index}"), warp.Apply<float>(golden.F32("img"), 3, 30, 44));
        Assert.Equal(golden.F32($"label_out{index}"), warp.Apply<float>(golden.F32("label"), 1, 30, 44));
    }
}
