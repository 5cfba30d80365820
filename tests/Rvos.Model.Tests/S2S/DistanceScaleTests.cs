using Rvos.Model.S2S;

namespace Rvos.Model.Tests.S2S;

public class DistanceScaleTests
{
    private const int Height = 72, Width = 96;

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var shape in new[] { "disk", "small", "border", "two", "thin", "onepix", "noise" })
                foreach (var (border, bin) in new[] { (20, 1), (20, 10), (10, 1), (5, 2) }) data.Add(shape, border, bin);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Classify_ReferenceMasks_EqualsTheReference(string shape, int border, int bin)
    {
        var golden = S2sGolden.Open("distance_maps");
        Assert.Equal(golden.U8($"{shape}/class_border{border}_bin{bin}"), new DistanceScale(border, bin).Classify(golden.U8(shape + "/mask"), Height, Width));
    }

    [Fact]
    public void Classify_TrainingClips_EqualsTheReference()
    {
        var golden = S2sGolden.Open("train_w8");
        var masks = golden.U8("gt_u8_BTHW");
        var expected = golden.U8("dist_class_BTHW");
        for (var i = 0; i < 6; i++)
            Assert.Equal(expected.AsSpan(i * 64 * 96, 64 * 96).ToArray(), new DistanceScale(20, 1).Classify(masks.AsSpan(i * 64 * 96, 64 * 96), 64, 96));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 41)]
    public void Classify_OneKindOfPixelOnly_IsOneClass(byte value, byte expected)
    {
        var mask = new byte[30 * 50];
        Array.Fill(mask, value);
        Assert.All(new DistanceScale(20, 1).Classify(mask, 30, 50), c => Assert.Equal(expected, c));
    }

    [Theory]
    [InlineData(20, 1, 42)]
    [InlineData(20, 10, 6)]
    [InlineData(10, 1, 22)]
    public void Classes_SettingsOfThePaper_AreTheirNumber(int border, int bin, int classes) => Assert.Equal(classes, new DistanceScale(border, bin).Classes);
}
