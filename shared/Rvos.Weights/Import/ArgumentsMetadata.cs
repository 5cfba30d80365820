using System.Globalization;

namespace Rvos.Weights;

/// <summary>The arguments of a training run that describe the network and its protocol, as text.</summary>
internal static class ArgumentsMetadata
{
    private const int MaxTextLength = 256;

    private static readonly string[] Names =
    [
        "base_model", "hidden_size", "kernel_size", "skip_mode", "dropout", "maxseqlen", "gt_maxseqlen", "length_clip",
        "only_temporal", "only_spatial", "imsize", "resize", "dataset", "year", "mask_th", "min_size",
    ];

    public static Dictionary<string, string> Read(PickleValue? arguments)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (arguments is null) return metadata;
        var mapping = arguments switch
        {
            PickleObject instance => instance.Attributes,
            PickleMapping dictionary => dictionary,
            _ => throw new WeightsFormatException($"args.pkl: a {arguments.Kind} where an argparse.Namespace is expected"),
        };
        foreach (var name in Names)
        {
            if (mapping.TryGetValue(name, out var value) && value is not PickleNone) metadata[name] = Text(name, value);
        }

        return metadata;
    }

    private static string Text(string name, PickleValue value) => value switch
    {
        PickleString { Value.Length: <= MaxTextLength } text => text.Value,
        PickleBoolean flag => flag.Value ? "true" : "false",
        PickleInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        PickleFloat number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        PickleString text => throw new WeightsFormatException($"args.pkl: '{name}' has {text.Value.Length} characters, at most {MaxTextLength} are read"),
        _ => throw new WeightsFormatException($"args.pkl: '{name}' is a {value.Kind}, text or a number is expected"),
    };
}
