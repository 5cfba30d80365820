using Rvos.Model.Networks;
using Rvos.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model;

/// <summary>Starts a network from the weights of another one: tensors of equal names and shapes are taken over, and gate convolutions also where
/// the networks read other masks: channels that the target lacks are left out, matched masks and features that the source lacks start at zero.</summary>
public static class WeightTransfer
{
    private const int MostMasks = 1 + MaskMatcher.Channels + 2;

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
            var fitting = entry.Shape.SequenceEqual(target.shape) ? values : network is RvosNetwork rvos ? OtherMasks(name, values, target, rvos.Options) : null;
            if (fitting is null) continue;
            target.copy_(fitting);
            taken++;
        }

        return taken;
    }

    private static Tensor? OtherMasks(string name, Tensor values, Tensor target, NetworkOptions options)
    {
        if (!name.EndsWith(".Gates.weight", StringComparison.Ordinal) || values.shape[0] != target.shape[0]) return null;
        var wanted = options.GivenChannels(name.Contains($".{MaskMatcher.Level}.Gates", StringComparison.Ordinal) ? MaskMatcher.Level : 0);
        var given = wanted + values.shape[1] - target.shape[1];
        if (given is not (1 or (>= 1 + MaskMatcher.Channels and <= MostMasks)) || given == wanted) return null;
        // Masks lie before the two hidden maps, each a quarter of the gates wide.
        var hidden = target.shape[0] / 2;
        var (before, kept) = (values.shape[1] - hidden - given, Math.Min(wanted, given));
        var shape = target.shape;
        return cat([values.narrow(1, 0, before + kept), zeros([shape[0], wanted - kept, shape[2], shape[3]]), values.narrow(1, before + given, hidden)], 1);
    }
}
