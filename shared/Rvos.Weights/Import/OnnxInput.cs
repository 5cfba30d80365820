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

    /// <summary>Reads it off a graph that prepares RGB images (1,3,H,W) of values from 0 to 255: it may turn the channels round first (Split, Concat), and then takes a mean image off (Sub), of
    /// which each channel's mean counts.</summary>
    /// <exception cref="WeightsFormatException">The graph does something else; the message says what.</exception>
    public static OnnxInput Of(OnnxGraph graph)
    {
        var walk = new OnnxWalk(graph);
        if (graph.Nodes.FirstOrDefault(n => n.Operator is not ("Split" or "Concat" or "Sub")) is { } other) throw walk.Error($"{OnnxText.Quote(other.Operator)} is not read, only Split, Concat and Sub");
        var (place, isBgr) = (walk.Start, false);
        var turns = walk.ReadsOf(place) is [{ Operator: "Split" }];
        if (turns) isBgr = Turn(walk, ref place);
        var subtraction = walk.Next(place, "Sub");
        if (graph.Nodes.Count != (turns ? 3 : 1)) throw walk.Error($"has {graph.Nodes.Count} nodes where Sub, or Split, Concat and Sub, are expected one after the other");
        if (subtraction.Inputs is not [var image, var name] || image != place) throw walk.Error(subtraction, $"reads {OnnxText.Quote(subtraction.Inputs)} where {OnnxText.Quote(place)} and a mean image are expected");
        return new OnnxInput(isBgr, Means(walk, subtraction, name), [1, 1, 1]);
    }

    // True when what were channels R, G, B are B, G, R afterwards.
    private static bool Turn(OnnxWalk walk, ref string place)
    {
        var split = walk.Next(place, "Split");
        // Along the first axis, which is Split's own when it names none, there is nothing to divide.
        walk.Expect(split, "axis", 0, 1);
        walk.Expect(split, "split", [1, 1, 1], [1, 1, 1]);
        if (split.Inputs.Count != 1 || split.Outputs.Distinct().Count() != 3 || split.Outputs.Count != 3)
            throw walk.Error(split, $"reads {split.Inputs.Count} values and writes {split.Outputs.Count} where one image and its three channels are expected");
        var concat = walk.Next(split.Outputs[0], "Concat");
        walk.Expect(concat, "axis", 0, 1);
        if (split.Outputs.Skip(1).Any(c => walk.Next(c, "Concat") != concat)) throw walk.Error(split, "has channels that are not put together again");
        var isSame = concat.Inputs.SequenceEqual(split.Outputs);
        if (!isSame && !concat.Inputs.SequenceEqual(split.Outputs.Reverse())) throw walk.Error(concat, $"puts {OnnxText.Quote(concat.Inputs)} together, which is neither RGB nor BGR");
        place = walk.Output(concat);
        return !isSame;
    }

    private static double[] Means(OnnxWalk walk, OnnxNode subtraction, string name)
    {
        var image = walk.Tensor(name);
        if (image.Shape is not ([1, 3, > 0, > 0] or [3, > 0, > 0])) throw walk.Error(subtraction, $"takes [{OnnxText.Numbers(image.Shape)}] off, where a mean image [1, 3, H, W] or [3, H, W] is expected");
        var pixels = image.Values.Length / 3;
        return Enumerable.Range(0, 3).Select(c => image.Values.Skip(c * pixels).Take(pixels).Average(v => (double)v)).ToArray();
    }
}
