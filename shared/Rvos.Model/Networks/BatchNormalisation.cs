using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>Batch normalisation over (N,H,W), eps 1e-5, momentum 0.1. Parameters and statistics stay in fp32.</summary>
public sealed class BatchNormalisation : nn.Module<Tensor, Tensor>
{
    /// <summary>Added to the variance.</summary>
    public const double Epsilon = 1e-5;

    // TorchSharp registers and moves parameters and buffers by the names of the fields that hold them.
    private readonly Parameter weight, bias;
    private readonly Tensor running_mean, running_var;

    /// <summary>Weights 1, biases 0, running mean 0 and variance 1.</summary>
    public BatchNormalisation(int channels)
        : base(nameof(BatchNormalisation))
    {
        weight = new Parameter(ones([channels]));
        bias = new Parameter(zeros([channels]));
        running_mean = zeros([channels]);
        running_var = ones([channels]);
        foreach (var tensor in new[] { weight, bias, running_mean, running_var }) tensor.DetachFromDisposeScope();
        register_parameter(nameof(weight), weight);
        register_parameter(nameof(bias), bias);
        register_buffer(nameof(running_mean), running_mean);
        register_buffer(nameof(running_var), running_var);
    }

    /// <summary>Scale (C).</summary>
    public Parameter Weight => weight;

    /// <summary>Shift (C).</summary>
    public Parameter Bias => bias;

    /// <summary>Running mean (C).</summary>
    public Tensor RunningMean => running_mean;

    /// <summary>Running variance (C).</summary>
    public Tensor RunningVariance => running_var;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) =>
        nn.functional.batch_norm(input, RunningMean, RunningVariance, Weight, Bias, training, 0.1, Epsilon);
}
