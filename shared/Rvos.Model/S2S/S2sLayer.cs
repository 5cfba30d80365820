using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>What most layers of S2S are: a convolution and a ReLU.</summary>
internal static class S2sLayer
{
    /// <summary>max(convolution(x), 0).</summary>
    internal static Tensor Rectified(this Convolution convolution, Tensor input) => convolution.forward(input).relu_();

    /// <summary>Twice the size, bilinear, corners aligned.</summary>
    internal static Tensor Doubled(Tensor input) =>
        nn.functional.interpolate(input, [input.shape[2] * 2, input.shape[3] * 2], mode: InterpolationMode.Bilinear, align_corners: true);
}
