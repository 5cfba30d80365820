namespace Rvos.Weights.Tests;

public sealed class TensorValuesTests
{
    [Theory]
    [InlineData(TensorDType.F16, new byte[] { 0x00, 0x3e, 0x80, 0xc0 }, new[] { 1.5f, -2.25f })]
    [InlineData(TensorDType.BF16, new byte[] { 0x80, 0x3f, 0x49, 0x40 }, new[] { 1f, 3.140625f })]
    [InlineData(TensorDType.I64, new byte[] { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, new[] { -2f })]
    [InlineData(TensorDType.I32, new byte[] { 0x00, 0x01, 0x00, 0x00 }, new[] { 256f })]
    [InlineData(TensorDType.I16, new byte[] { 0xff, 0xff }, new[] { -1f })]
    [InlineData(TensorDType.I8, new byte[] { 0x80 }, new[] { -128f })]
    [InlineData(TensorDType.U8, new byte[] { 0x80 }, new[] { 128f })]
    [InlineData(TensorDType.Bool, new byte[] { 1, 0 }, new[] { 1f, 0f })]
    public void ToSingle_KnownBytes_GivesTheirValues(TensorDType dtype, byte[] bytes, float[] expected)
    {
        var values = new float[expected.Length];

        TensorValues.ToSingle(dtype, bytes, values);

        Assert.Equal(expected, values);
    }

    [Fact]
    public void ToSingle_LengthsThatDisagree_Throws() =>
        Assert.Throws<ArgumentException>(() => TensorValues.ToSingle(TensorDType.F32, new byte[7], new float[2]));
}
