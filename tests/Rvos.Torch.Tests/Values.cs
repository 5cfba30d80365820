using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Torch.Tests;

/// <summary>Tensors from and to literal values.</summary>
internal static class Values
{
    internal static Tensor Of(long[] shape, params float[] values) => tensor(values, shape);

    internal static float[] Read(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    internal static void AssertClose(float[] expected, Tensor actual, double tolerance = 1e-6)
    {
        var values = Read(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"element {i}: {values[i]}, expected {expected[i]}");
    }
}
