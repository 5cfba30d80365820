using Rvos.Fused;
using Rvos.Model.Networks;

namespace Rvos.Model.Inference;

/// <summary>A residual block whose last convolution adds the shortcut in place.</summary>
internal sealed class FusedResidualBlock : IDisposable
{
    private readonly FusedConvolution[] layers;
    private readonly FusedConvolution? shortcut;

    internal FusedResidualBlock(ResidualBlock block, ElementType type)
    {
        layers = block.Layers.Select((l, i) => FoldedConvolution.Fold(l.Convolution, l.Norm, relu: true, residual: i == block.Layers.Count - 1, type)).ToArray();
        if (block.Shortcut is { } projection) shortcut = FoldedConvolution.Fold(projection.Convolution, projection.Norm, relu: false, residual: false, type);
    }

    /// <summary>Runs the block. Without a projection the result is the input itself, overwritten.</summary>
    internal Activation Run(Activation input)
    {
        var x = input;
        foreach (var layer in layers[..^1])
        {
            var next = layer.Run(x);
            if (x != input) x.Dispose();
            x = next;
        }

        var output = shortcut is null ? input : shortcut.Run(input);
        layers[^1].AddTo(x, output);
        x.Dispose();
        return output;
    }

    public void Dispose()
    {
        foreach (var layer in layers) layer.Dispose();
        shortcut?.Dispose();
    }
}
