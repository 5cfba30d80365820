using Rvos.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>A residual block (He et al. 2016): basic (3x3, 3x3) or bottleneck (1x1, 3x3 with the stride, 1x1 to four times the width).</summary>
public sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    /// <summary>Output channels of a bottleneck per channel of its width.</summary>
    public const int Expansion = 4;

    private readonly List<(Convolution Convolution, BatchNormalisation Norm)> layers = [];
    private readonly Downsampling? shortcut;

    /// <summary>A block from <paramref name="inputs"/> channels to <paramref name="width"/> (times four for a bottleneck).</summary>
    public ResidualBlock(int inputs, int width, int stride, bool bottleneck)
        : base(nameof(ResidualBlock))
    {
        var outputs = bottleneck ? width * Expansion : width;
        if (bottleneck)
        {
            Add(inputs, width, 1, 1);
            Add(width, width, 3, stride);
            Add(width, outputs, 1, 1);
        }
        else
        {
            Add(inputs, width, 3, stride);
            Add(width, outputs, 3, 1);
        }

        if (stride == 1 && inputs == outputs) return;
        shortcut = new Downsampling(inputs, outputs, stride);
        register_module("downsample", shortcut);
    }

    /// <summary>Convolutions with the normalisations that follow them, in order.</summary>
    public IReadOnlyList<(Convolution Convolution, BatchNormalisation Norm)> Layers => layers;

    /// <summary>The projection of the shortcut, where the shape changes.</summary>
    public Downsampling? Shortcut => shortcut;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var x = input;
        for (var i = 0; i < layers.Count; i++)
        {
            x = layers[i].Norm.forward(layers[i].Convolution.forward(x));
            if (i + 1 < layers.Count) x = x.relu_();
        }

        return x.AddInPlace(shortcut is null ? input : shortcut.forward(input)).relu_();
    }

    private void Add(int inputs, int outputs, int kernel, int stride)
    {
        var convolution = new Convolution(inputs, outputs, kernel, stride, withBias: false);
        var norm = new BatchNormalisation(outputs);
        register_module($"conv{layers.Count + 1}", convolution);
        register_module($"bn{layers.Count + 1}", norm);
        layers.Add((convolution, norm));
    }

    /// <summary>Nothing: all parts are registered already, under the names that weights files use. TorchSharp would add them again under their fields' names.</summary>
    protected override void RegisterComponents()
    {
    }
}
