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
        var level = name.Contains($".{MaskMatcher.Level}.Gates", StringComparison.Ordinal) ? MaskMatcher.Level : 0;
        var (masks, features) = (options.MaskChannels, options.GivenChannels(level) - options.MaskChannels);
        // Masks and recalled features lie before the two hidden maps, each a quarter of the gates wide; a recalled map is as wide.
        var width = target.shape[0] / 4;
        var given = masks + features + values.shape[1] - target.shape[1];
        var hasFeatures = given > MostMasks && level == MaskMatcher.Level;
        var hadMasks = hasFeatures ? given - width : given;
        if (hadMasks is not (1 or (>= 1 + MaskMatcher.Channels and <= MostMasks)) || given == masks + features) return null;
        var (before, kept) = (values.shape[1] - 2 * width - given, Math.Min(masks, hadMasks));
        return cat([
            values.narrow(1, 0, before + kept), Zeros(masks - kept),
            hasFeatures && features > 0 ? values.narrow(1, before + hadMasks, width) : Zeros(features),
            values.narrow(1, before + given, 2 * width),
        ], 1);

        Tensor Zeros(long channels) => zeros([target.shape[0], channels, target.shape[2], target.shape[3]]);
    }
}
