using Rvos.Fused;
using Rvos.Libtorch;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>Makes fused convolutions out of a network's layers.</summary>
internal static class FoldedConvolution
{
    /// <summary>A convolution with the normalisation after it folded in: w·s and (b - mean)·s + shift, s = weight / √(variance + ε).</summary>
    internal static FusedConvolution Fold(Convolution convolution, BatchNormalisation? norm, bool relu, bool residual, ElementType type)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor weight = convolution.Weight;
        var bias = convolution.Bias is { } b ? (Tensor)b : zeros([weight.shape[0]], weight.dtype, weight.device);
        if (norm is not null)
        {
            var scale = norm.Weight / norm.RunningVariance.Add(BatchNormalisation.Epsilon).sqrt();
            weight = weight * scale.view(-1, 1, 1, 1);
            bias = ((bias - norm.RunningMean) * scale).Add(norm.Bias);
        }

        return Make(weight, bias, convolution.Stride, relu, residual, type);
    }

    /// <summary>A convolution with given weights (O,C,k,k) and bias (O) or none.</summary>
    internal static FusedConvolution Make(Tensor weight, Tensor? bias, int stride, bool relu, bool residual, ElementType type)
    {
        var shape = weight.shape;
        return new FusedConvolution(Values(weight), bias is null ? [] : Values(bias), (int)shape[1], (int)shape[0], (int)shape[2], stride, relu, residual, type);
    }

    /// <summary>All values in row-major order.</summary>
    internal static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
    }
}
