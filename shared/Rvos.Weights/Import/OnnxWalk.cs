namespace Rvos.Weights;

/// <summary>Follows the values of an ONNX graph from node to node, and checks what the nodes do. All messages name the file and the node or value.</summary>
internal sealed class OnnxWalk
{
    private readonly OnnxGraph graph;
    private readonly Dictionary<string, List<OnnxNode>> readers = new(StringComparer.Ordinal);
    private readonly HashSet<string> finite = new(StringComparer.Ordinal);

    internal OnnxWalk(OnnxGraph graph)
    {
        this.graph = graph;
        foreach (var node in graph.Nodes)
            foreach (var input in node.Inputs.Distinct())
                (readers.TryGetValue(input, out var list) ? list : readers[input] = []).Add(node);
        if (graph.Inputs.Count != 1) throw Error($"has {graph.Inputs.Count} inputs, 1 expected");
        Start = graph.Inputs[0];
    }

    /// <summary>The graph's one input.</summary>
    internal string Start { get; }

    /// <summary>Nodes that read a value.</summary>
    internal IReadOnlyList<OnnxNode> ReadsOf(string value) => readers.GetValueOrDefault(value) ?? [];

    /// <summary>The one node that reads a value.</summary>
    internal OnnxNode Next(string value, string kind) => ReadsOf(value) switch
    {
        [var only] when only.Operator == kind => only,
        var others => throw Error($"has {(others.Count == 0 ? "nothing" : OnnxText.List(others.Select(o => o.Operator).ToArray()))} after {OnnxText.Quote(value)} where {kind} is expected"),
    };

    /// <summary>The one value that a node writes.</summary>
    internal string Output(OnnxNode node) => node.Outputs.Count == 1 ? node.Outputs[0] : throw Error($"has a {OnnxText.List([node.Operator])} that writes {node.Outputs.Count} values, 1 expected");

    /// <summary>An initialiser whose values are all finite.</summary>
    internal OnnxTensor Tensor(string name)
    {
        var tensor = graph.Tensors.GetValueOrDefault(name) ?? throw Error($"has no initialiser {OnnxText.Quote(name)} in single precision");
        if (finite.Contains(name)) return tensor;
        // Many nodes may name one initialiser: it is looked through once.
        if (!tensor.Values.All(float.IsFinite)) throw Error($"has values in {OnnxText.Quote(name)} that are not finite");
        finite.Add(name);
        return tensor;
    }

    /// <summary>Checks a list attribute.</summary>
    /// <param name="node">The node.</param>
    /// <param name="attribute">Name of the attribute.</param>
    /// <param name="missing">What the specification says it is where it is left out; null where it must be there.</param>
    /// <param name="allowed">What it may be.</param>
    internal void Expect(OnnxNode node, string attribute, IReadOnlyList<long>? missing, params long[][] allowed)
    {
        var values = node.Attributes.GetValueOrDefault(attribute)?.Wholes ?? missing;
        if (values is null || !allowed.Any(values.SequenceEqual))
            throw Error(node, $"has {(values is null ? $"no {attribute}" : $"{attribute} {OnnxText.Numbers(values)}")} where {string.Join(" or ", allowed.Select(OnnxText.Numbers))} is expected");
    }

    /// <summary>Checks a number attribute, which may be left out where it is what the specification says of it then.</summary>
    internal void Expect(OnnxNode node, string attribute, long missing, long expected)
    {
        var value = node.Attributes.GetValueOrDefault(attribute)?.Whole ?? missing;
        if (value != expected) throw Error(node, $"has {attribute} {value} where {expected} is expected");
    }

    /// <summary>Checks that a node says its padding itself.</summary>
    internal void ExpectOwnPads(OnnxNode node)
    {
        if (node.Attributes.GetValueOrDefault("auto_pad")?.Text is { } text and not ("" or "NOTSET")) throw Error(node, $"has auto_pad {OnnxText.Quote(text)} where NOTSET is expected");
    }

    internal WeightsFormatException Error(string what) => new($"{graph.Name}: {what}");

    internal WeightsFormatException Error(OnnxNode node, string what) => Error($"the {OnnxText.List([node.Operator])} that writes {OnnxText.Quote(node.Outputs)} {what}");
}
