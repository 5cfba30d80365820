namespace Rvos.Weights;

/// <summary>What an ONNX network wants as its input.</summary>
/// <param name="IsBgr">True when its channels are B, G, R.</param>
/// <param name="Mean">Means that were taken off its channels, in its own order, of values from 0 to 255.</param>
/// <param name="Deviation">Deviations that its channels were divided by, in its own order.</param>
public sealed record OnnxInput(bool IsBgr, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406], ImageNetDeviation = [0.229, 0.224, 0.225];

    /// <summary>What the networks of this project want: RGB, (value/255 - mean)/deviation with the usual statistics of ImageNet.</summary>
    public static OnnxInput Own { get; } = new(false, ImageNetMean.Select(m => 255 * m).ToArray(), ImageNetDeviation.Select(d => 255 * d).ToArray());

    /// <summary>Reads it off a graph that prepares RGB images (1,3,H,W) of values from 0 to 255: it may turn the channels round (Split, Concat), and takes a mean image off (Sub), of which
    /// each channel's mean counts.</summary>
    /// <exception cref="WeightsFormatException">The graph does something else; the message says what.</exception>
    public static OnnxInput Of(OnnxGraph graph)
    {
        if (graph.Nodes.FirstOrDefault(n => n.Operator is not ("Split" or "Concat" or "Sub")) is { } other) throw new WeightsFormatException($"{graph.Name}: '{other.Operator}' is not read, only Split, Concat and Sub");
        var split = graph.Nodes.FirstOrDefault(n => n.Operator == "Split")?.Outputs;
        var joined = graph.Nodes.FirstOrDefault(n => n.Operator == "Concat")?.Inputs;
        var turns = split is not null || joined is not null;
        if (turns && !(split is { Count: 3 } && joined is { Count: 3 } && (joined.SequenceEqual(split) || joined.SequenceEqual(split.Reverse()))))
            throw new WeightsFormatException($"{graph.Name}: channels that are neither RGB nor BGR");
        var means = graph.Nodes.Where(n => n.Operator == "Sub").Select(n => n.Inputs.ElementAtOrDefault(1)).ToArray();
        if (means is not [{ } name] || !graph.Tensors.TryGetValue(name, out var image) || image.Values.Length == 0 || image.Values.Length % 3 != 0 || !image.Values.All(float.IsFinite))
            throw new WeightsFormatException($"{graph.Name}: no mean image of three channels is taken off");
        var pixels = image.Values.Length / 3;
        return new OnnxInput(turns && !joined!.SequenceEqual(split!), Enumerable.Range(0, 3).Select(c => image.Values.Skip(c * pixels).Take(pixels).Average(v => (double)v)).ToArray(), [1, 1, 1]);
    }
}
