namespace Rvos.Weights;

/// <summary>A ResNet of basic blocks, found in an ONNX graph by following the values from its input: a 7x7 convolution, pooling, then blocks of two 3x3 convolutions with a shortcut.</summary>
internal sealed class OnnxResNet
{
    private const float Epsilon = 1e-5f;

    private readonly OnnxGraph graph;
    private readonly Dictionary<string, List<OnnxNode>> readers = new(StringComparer.Ordinal);

    /// <exception cref="WeightsFormatException">The graph is another network; the message says where it parts.</exception>
    internal OnnxResNet(OnnxGraph graph)
    {
        this.graph = graph;
        foreach (var node in graph.Nodes)
            foreach (var input in node.Inputs.Distinct())
                (readers.TryGetValue(input, out var list) ? list : readers[input] = []).Add(node);
        if (graph.Inputs.Count != 1) throw Error($"has {graph.Inputs.Count} inputs, 1 expected");
        var stem = Next(graph.Inputs[0], "Conv");
        Stem = Layer(stem, 7, out var normalised);
        var place = Output(Next(Output(Next(normalised, "Relu")), "MaxPool"));
        for (var n = 0; ReadsOf(place).Any(r => r.Operator == "Conv"); n++)
        {
            // A graph that runs in a circle would never end.
            if (n == graph.Nodes.Count) throw Error("has blocks that run in a circle");
            var block = Block(place, out place);
            if (Stages.Count == 0 || block.Layers[0].Stride > 1) Stages.Add([]);
            Stages[^1].Add(block);
        }
    }

    internal OnnxLayer Stem { get; }

    /// <summary>Blocks of each stage; a stage begins where the stride is 2.</summary>
    internal List<List<OnnxBlock>> Stages { get; } = [];

    private OnnxBlock Block(string input, out string output)
    {
        var first = ReadsOf(input).Where(n => n.Operator == "Conv" && KernelOf(n) == 3).ToArray();
        var beside = ReadsOf(input).Where(n => n.Operator == "Conv" && KernelOf(n) == 1).ToArray();
        if (first.Length != 1 || beside.Length > 1) throw Error($"has no basic residual block at '{input}': {first.Length} 3x3 and {beside.Length} 1x1 convolutions read it");
        var a = Layer(first[0], 3, out var inner);
        var b = Layer(Next(Output(Next(inner, "Relu")), "Conv"), 3, out var outer);
        string other = input;
        var shortcut = beside.Length == 0 ? null : Layer(beside[0], 1, out other);
        var sum = Next(outer, "Add");
        if (!sum.Inputs.Contains(other)) throw Error($"has a sum of '{string.Join("' and '", sum.Inputs)}' where the shortcut '{other}' is expected");
        output = Output(Next(Output(sum), "Relu"));
        return new OnnxBlock([a, b], shortcut);
    }

    private OnnxLayer Layer(OnnxNode convolution, int kernel, out string output)
    {
        if (convolution.Inputs.Count != 2) throw Error("has convolutions with a bias, which are not read");
        var weight = Tensor(convolution.Inputs[1]);
        if (weight.Shape is not [> 0, > 0, var rows, var columns] || rows != kernel || columns != kernel) throw Error($"has a weight [{string.Join(", ", weight.Shape)}] where one of {kernel}x{kernel} is expected");
        if (convolution.Attributes.GetValueOrDefault("group") is { Whole: not 1 }) throw Error("has convolutions in groups");
        var strides = convolution.Attributes.GetValueOrDefault("strides")?.Wholes ?? [1, 1];
        if (strides is not [(1 or 2) and var stride, var across] || across != stride) throw Error($"has a convolution of strides {string.Join(", ", strides)}");
        var norm = Next(Output(convolution), "BatchNormalization");
        if (norm.Inputs.Count != 5) throw Error($"has a normalisation of {norm.Inputs.Count} inputs, 5 expected");
        var values = norm.Inputs.Skip(1).Select(i => Tensor(i).Values).ToArray();
        if (values.Any(v => v.Length != weight.Shape[0])) throw Error("has a normalisation that does not fit its convolution");
        var epsilon = norm.Attributes.GetValueOrDefault("epsilon")?.Number ?? Epsilon;
        output = Output(norm);
        return new OnnxLayer(weight, (int)stride, values[0], values[1], values[2], values[3].Select(v => v + epsilon - Epsilon).ToArray());
    }

    private int KernelOf(OnnxNode convolution) => convolution.Inputs.Count > 1 && graph.Tensors.TryGetValue(convolution.Inputs[1], out var weight) && weight.Shape.Count == 4 ? (int)Math.Min(weight.Shape[3], 99) : 0;

    private OnnxNode Next(string value, string kind) => ReadsOf(value) switch
    {
        [var only] when only.Operator == kind => only,
        var others => throw Error($"has {(others.Count == 0 ? "nothing" : string.Join(", ", others.Select(o => o.Operator)))} after '{value}' where {kind} is expected"),
    };

    private List<OnnxNode> ReadsOf(string value) => readers.GetValueOrDefault(value) ?? [];

    private string Output(OnnxNode node) => node.Outputs.Count > 0 ? node.Outputs[0] : throw Error($"has a {node.Operator} that writes nothing");

    private OnnxTensor Tensor(string name)
    {
        var tensor = graph.Tensors.GetValueOrDefault(name) ?? throw Error($"has no initialiser '{name}' in single precision");
        return tensor.Values.All(float.IsFinite) ? tensor : throw Error($"has values in '{name}' that are not finite");
    }

    private WeightsFormatException Error(string what) => new($"{graph.Name}: {what}");
}
