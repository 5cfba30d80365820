using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>Batch normalisation over (N,H,W), eps 1e-5, momentum 0.1. Parameters and statistics stay in fp32.</summary>
public sealed class BatchNormalisation : nn.Module<Tensor, Tensor>
{
    /// <summary>Added to the variance.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>Weights 1, biases 0, running mean 0 and variance 1.</summary>
    public BatchNormalisation(int channels)
        : base(nameof(BatchNormalisation))
    {
        Weight = new Parameter(ones([channels]));
        Bias = new Parameter(zeros([channels]));
        RunningMean = zeros([channels]);
        RunningVariance = ones([channels]);
        register_parameter("weight", Weight);
        register_parameter("bias", Bias);
        register_buffer("running_mean", RunningMean);
        register_buffer("running_var", RunningVariance);
    }

    /// <summary>Scale (C).</summary>
    public Parameter Weight { get; }

    /// <summary>Shift (C).</summary>
    public Parameter Bias { get; }

    /// <summary>Running mean (C).</summary>
    public Tensor RunningMean { get; }

    /// <summary>Running variance (C).</summary>
    public Tensor RunningVariance { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        nn.functional.batch_norm(input, RunningMean, RunningVariance, Weight, Bias, training, 0.1, Epsilon);
}
