namespace Rvos.Weights;

/// <summary>A ResNet of basic blocks, found in an ONNX graph by following the values from its input: a 7x7 convolution, pooling, then blocks of two 3x3 convolutions with a shortcut.</summary>
internal sealed class OnnxResNet
{
    private const int MostBlocks = 64, MostStages = 4;

    private readonly OnnxWalk walk;
    private readonly OnnxLayers layers;

    /// <exception cref="WeightsFormatException">The graph is another network; the message says where it parts.</exception>
    internal OnnxResNet(OnnxGraph graph)
    {
        walk = new OnnxWalk(graph);
        layers = new OnnxLayers(walk);
        Stem = layers.Read(walk.Next(walk.Start, "Conv"), 7, 2, 3, null, out var normalised);
        var place = layers.Pool(walk.Next(walk.Output(walk.Next(normalised, "Relu")), "MaxPool"));
        var (seen, channels) = (new HashSet<string>(StringComparer.Ordinal), Stem.Weight.Shape[0]);
        while (walk.ReadsOf(place).Any(r => r.Operator == "Conv"))
        {
            if (!seen.Add(place)) throw walk.Error($"has blocks that run in a circle through {OnnxText.Quote(place)}");
            if (seen.Count > MostBlocks) throw walk.Error($"has more than {MostBlocks} blocks");
            var block = Block(place, channels, out place);
            if (Stages.Count == 0 || block.Layers[0].Stride > 1) Stages.Add([]);
            if (Stages.Count > MostStages) throw walk.Error($"has more than {MostStages} stages");
            Stages[^1].Add(block);
            channels = block.Layers[0].Weight.Shape[0];
        }
    }

    internal OnnxLayer Stem { get; }

    /// <summary>Blocks of each stage; a stage begins where the stride is 2, and has twice the channels of the one before.</summary>
    internal List<List<OnnxBlock>> Stages { get; } = [];

    private OnnxBlock Block(string input, long channels, out string output)
    {
        var first = walk.ReadsOf(input).Where(n => n.Operator == "Conv" && KernelOf(n) == 3).ToArray();
        var beside = walk.ReadsOf(input).Where(n => n.Operator == "Conv" && KernelOf(n) == 1).ToArray();
        if (first.Length != 1 || beside.Length > 1) throw walk.Error($"has no basic residual block at {OnnxText.Quote(input)}: {first.Length} 3x3 and {beside.Length} 1x1 convolutions read it");
        // The first stage goes on at the size of what is pooled.
        var begins = Stages.Count > 0 && first[0].Attributes.GetValueOrDefault("strides")?.Wholes is [2, ..];
        var (stride, outputs) = begins ? (2, 2 * channels) : (1, channels);
        if (begins != (beside.Length == 1)) throw walk.Error(first[0], begins ? "has stride 2, and no 1x1 convolution is beside it" : "has stride 1, and a 1x1 convolution is beside it");
        var a = layers.Read(first[0], 3, stride, channels, outputs, out var inner);
        var b = layers.Read(walk.Next(walk.Output(walk.Next(inner, "Relu")), "Conv"), 3, 1, outputs, outputs, out var outer);
        string other = input;
        var shortcut = begins ? layers.Read(beside[0], 1, stride, channels, outputs, out other) : null;
        var sum = walk.Next(outer, "Add");
        if (sum.Inputs.Count != 2 || !sum.Inputs.Contains(other)) throw walk.Error(sum, $"adds {OnnxText.Quote(sum.Inputs)} where the shortcut {OnnxText.Quote(other)} is expected");
        output = walk.Output(walk.Next(walk.Output(sum), "Relu"));
        return new OnnxBlock([a, b], shortcut);
    }

    private int KernelOf(OnnxNode convolution) => convolution.Inputs.Count > 1 && walk.Tensor(convolution.Inputs[1]).Shape is [_, _, _, > 0 and < 99 and var columns] ? (int)columns : 0;
}
