using System.Globalization;

namespace Rvos.Weights;

/// <summary>
/// What the shapes of RVOS tensors say about the network. Each is null when the tensors that would tell are absent or,
/// for the skip mode, when several modes have the same shapes (sum, mul and none).
/// </summary>
internal sealed record NetworkShape
{
    public string? BaseModel { get; private init; }

    public long? Width { get; private init; }

    public long? HiddenSize { get; private init; }

    public long? KernelSize { get; private init; }

    public string? SkipMode { get; private init; }

    public bool? PreviousMask { get; private init; }

    private bool HasDecoder { get; init; }

    /// <exception cref="WeightsFormatException">The shapes are those of no RVOS network.</exception>
    public static NetworkShape Of(IReadOnlyList<TensorData> tensors)
    {
        var entries = tensors.ToDictionary(t => t.Entry.Name, t => t.Entry, StringComparer.Ordinal);
        var shape = new NetworkShape
        {
            BaseModel = BaseModelOf(entries),
            Width = (Weight(entries, "encoder.base.conv1.weight") ?? Weight(entries, "encoder.base.features.0.weight"))?[0],
            HiddenSize = Weight(entries, "encoder.sk5.weight")?[0],
            KernelSize = Weight(entries, "encoder.sk5.weight")?[2],
            HasDecoder = entries.Keys.Any(k => k.StartsWith("decoder.", StringComparison.Ordinal)),
        };
        return shape.HasDecoder ? shape.WithDecoder(entries) : shape;
    }

    /// <summary>Adds what the arguments did not say and refuses arguments of another network.</summary>
    /// <exception cref="WeightsFormatException">Arguments and shapes disagree, or neither tells the skip mode.</exception>
    public void Complete(Dictionary<string, string> metadata)
    {
        Agree("base_model", BaseModel);
        Agree("hidden_size", HiddenSize?.ToString(CultureInfo.InvariantCulture));
        Agree("kernel_size", KernelSize?.ToString(CultureInfo.InvariantCulture));
        if (SkipMode is not null) Agree("skip_mode", SkipMode);
        else if (HasDecoder && metadata.GetValueOrDefault("skip_mode") is not ("sum" or "mul" or "none"))
            throw new WeightsFormatException("decoder: its shapes fit the skip modes sum, mul and none; args.pkl is needed to tell them apart");
        if (Width is { } width) metadata["width"] = width.ToString(CultureInfo.InvariantCulture);
        if (PreviousMask is { } mask) metadata["previous_mask"] = mask ? "true" : "false";

        void Agree(string name, string? seen)
        {
            if (seen is null) return;
            if (metadata.TryGetValue(name, out var said) && said != seen)
                throw new WeightsFormatException($"args.pkl: {name} is '{said}' but the tensors are those of '{seen}'");
            metadata[name] = seen;
        }
    }

    /// <summary>
    /// A gate convolution reads [input, (previous mask), spatial hidden, temporal hidden] and writes four gates: cell 0 reads
    /// 3h channels (one-shot: 3h + 1); cell 1 reads h + h/2 + h/2, and h more when skips are concatenated.
    /// </summary>
    private NetworkShape WithDecoder(Dictionary<string, TensorEntry> entries)
    {
        var first = Gates(entries, 0);
        var second = Gates(entries, 1);
        var hidden = first[0] / 4;
        if (hidden < 8 || first[0] != 4 * hidden || (HiddenSize is { } skip && skip != hidden))
            throw new WeightsFormatException($"decoder: cell 0 has {first[0]} gate channels, which do not fit {(HiddenSize is null ? "any" : "the encoder's")} hidden size");
        var mask = first[1] - 3 * hidden;
        if (mask is not (0 or 1)) throw new WeightsFormatException($"decoder: cell 0 reads {first[1]} channels; {3 * hidden} (zero-shot) or {3 * hidden + 1} (one-shot) expected");
        var skips = second[1] - mask - 2 * hidden;
        if (second[0] != 2 * hidden || (skips != 0 && skips != hidden))
            throw new WeightsFormatException($"decoder: cell 1 has {second[0]} gate channels and reads {second[1]}, which do not fit hidden size {hidden}");
        return this with
        {
            HiddenSize = hidden,
            KernelSize = KernelSize ?? first[2],
            SkipMode = skips == 0 ? null : "concat",
            PreviousMask = mask == 1,
        };
    }

    private static long[] Gates(Dictionary<string, TensorEntry> entries, int cell)
    {
        var name = $"decoder.clstm_list.{cell}.Gates.weight";
        return Weight(entries, name) ?? throw new WeightsFormatException($"decoder: no '{name["decoder.".Length..]}', so this is no RVOS decoder");
    }

    private static long[]? Weight(Dictionary<string, TensorEntry> entries, string name)
    {
        if (!entries.TryGetValue(name, out var entry)) return null;
        return entry.Shape is { Length: 4 } shape && shape.All(size => size is > 0 and < 1 << 20)
            ? shape
            : throw new WeightsFormatException($"{entry} is not the weight of a convolution");
    }

    /// <summary>The block counts tell ResNets apart; VGG-16 has its last convolution at <c>features.28</c>.</summary>
    private static string? BaseModelOf(Dictionary<string, TensorEntry> entries)
    {
        if (entries.ContainsKey("encoder.base.features.28.weight") && !entries.Keys.Any(k => k.StartsWith("encoder.base.features.30.", StringComparison.Ordinal)))
            return "vgg16";
        var bottleneck = entries.ContainsKey("encoder.base.layer1.0.conv3.weight");
        var blocks = 0;
        while (entries.ContainsKey($"encoder.base.layer3.{blocks}.conv1.weight")) blocks++;
        return (bottleneck, blocks) switch
        {
            (false, 2) => "resnet18",
            (false, 6) => "resnet34",
            (true, 6) => "resnet50",
            (true, 23) => "resnet101",
            _ => null,
        };
    }
}
