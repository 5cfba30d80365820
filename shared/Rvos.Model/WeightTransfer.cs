using Rvos.Model.Networks;
using Rvos.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model;

/// <summary>Starts a network from the weights of another one: tensors of equal names and shapes are taken over, and between one-shot and zero-shot networks
/// the gate convolutions are taken over without the channel of the previous mask.</summary>
public static class WeightTransfer
{
    /// <summary>Takes over what fits; the rest of the network stays as it is.</summary>
    /// <returns>Number of tensors taken over.</returns>
    /// <exception cref="WeightsFormatException">The file is damaged or no weights file.</exception>
    public static int Apply(string path, nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var reader = SafetensorsReader.Open(path);
        var taken = 0;
        foreach (var (name, target) in network.state_dict())
        {
            if (!reader.TryGetEntry(name, out var entry)) continue;
            var values = tensor(reader.ToSingleArray(name), entry.Shape);
            var fitting = entry.Shape.SequenceEqual(target.shape) ? values : network is RvosNetwork rvos ? WithoutMask(name, values, target, rvos.Options) : null;
            if (fitting is null) continue;
            target.copy_(fitting);
            taken++;
        }

        return taken;
    }

    private static Tensor? WithoutMask(string name, Tensor values, Tensor target, NetworkOptions options)
    {
        if (options.UsesMask || !name.EndsWith(".Gates.weight", StringComparison.Ordinal) || values.shape[1] != target.shape[1] + 1) return null;
        // The mask's channel lies before the two hidden maps, each a quarter of the gates wide.
        var mask = target.shape[1] - target.shape[0] / 2;
        return cat([values.narrow(1, 0, mask), values.narrow(1, mask + 1, target.shape[1] - mask)], 1);
    }
}
