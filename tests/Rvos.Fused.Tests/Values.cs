using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Fused.Tests;

/// <summary>Tensors (N,C,H,W) to activations and back.</summary>
internal static class Values
{
    /// <summary>An activation with a tensor's values.</summary>
    internal static Activation Activate(Tensor tensor, ElementType type)
    {
        var shape = tensor.shape;
        var activation = new Activation((int)shape[0], (int)shape[2], (int)shape[3], (int)shape[1], type);
        for (var n = 0; n < shape[0]; n++)
            for (var c = 0; c < shape[1]; c++) activation.Write(n, c, Read(tensor.select(0, n).select(0, c)));
        return activation;
    }

    /// <summary>An activation's values as a tensor.</summary>
    internal static Tensor Tensor(Activation activation)
    {
        var frames = Enumerable.Range(0, activation.Frames).SelectMany(n => activation.ToSingles(n)).ToArray();
        return tensor(frames, [activation.Frames, activation.Height, activation.Width, activation.Channels]).permute(0, 3, 1, 2);
    }

    /// <summary>All values in row-major order.</summary>
    internal static float[] Read(Tensor tensor) => tensor.detach().to_type(ScalarType.Float32).contiguous().data<float>().ToArray();

    /// <summary>Values as elements of a type hold them.</summary>
    internal static Tensor Rounded(Tensor tensor, ElementType type) => type == ElementType.BFloat16 ? tensor.to_type(ScalarType.BFloat16).to_type(ScalarType.Float32) : tensor;

    /// <summary>The bytes of all frames.</summary>
    internal static byte[] Bytes(Activation activation) => Enumerable.Range(0, activation.Frames).SelectMany(n => activation.FrameSpan(n).ToArray()).ToArray();

    /// <summary>Fails unless shapes are equal and each value is, within a tolerance that grows with it.</summary>
    internal static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var (wanted, found) = (Read(expected), Read(actual));
        for (var i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - found[i]) <= tolerance * (1 + Math.Abs(wanted[i])), $"element {i}: {found[i]}, expected {wanted[i]}");
    }
}
