using System.Text;

namespace Rvos.Weights.Tests;

/// <summary>A graph in the making: nodes and initialisers get running names.</summary>
internal sealed class GraphSample(bool raw)
{
    private readonly List<byte[]> nodes = [], tensors = [];
    private int names;

    public string Node(string kind, params string[] inputs) => Node(kind, [], inputs);

    public string Node(string kind, byte[][] attributes, string[] inputs, string domain = "")
    {
        var output = $"v{names++}";
        Node(kind, attributes, inputs, [output], domain);
        return output;
    }

    public void Node(string kind, byte[][] attributes, string[] inputs, string[] outputs, string domain = "") => nodes.Add(OnnxSamples.Message(o =>
    {
        foreach (var input in inputs) OnnxSamples.Put(o, 1, Encoding.UTF8.GetBytes(input));
        foreach (var output in outputs) OnnxSamples.Put(o, 2, Encoding.UTF8.GetBytes(output));
        OnnxSamples.Put(o, 4, Encoding.UTF8.GetBytes(kind));
        foreach (var attribute in attributes) OnnxSamples.Put(o, 5, attribute);
        if (domain.Length > 0) OnnxSamples.Put(o, 7, Encoding.UTF8.GetBytes(domain));
    }));

    public string Tensor(long[] shape, Random random, float scale = 1) =>
        Tensor(shape, Enumerable.Range(0, (int)shape.Aggregate(1L, (p, s) => p * s)).Select(_ => scale * (0.1f + (float)random.NextDouble())).ToArray());

    public string Tensor(long[] shape, float[] values)
    {
        var name = $"w{names++}";
        tensors.Add(OnnxSamples.Tensor(name, shape, values, raw));
        return name;
    }

    /// <summary>A convolution and its normalisation.</summary>
    public string Layer(string input, LayerSample layer, Random random, string? weight = null)
    {
        weight ??= Tensor([layer.To, layer.From / layer.Group, layer.Kernel, layer.Kernel], random, layer.Scale);
        var convolved = Node("Conv", [.. layer.Window, OnnxSamples.Whole("group", layer.Group)], [input, weight], layer.Domain);
        return Node("BatchNormalization", [OnnxSamples.Real("epsilon", layer.Epsilon), OnnxSamples.Whole("training_mode", layer.IsTraining)],
            [convolved, Tensor([layer.To], random), Tensor([layer.To], random), Tensor([layer.To], random), Tensor([layer.To], random, layer.VarianceScale)]);
    }

    /// <summary>A layer of 7x7 and its pooling.</summary>
    public string Start(string input, LayerSample stem, LayerSample pool, Random random) =>
        Node("MaxPool", [.. pool.Window, OnnxSamples.Whole("ceil_mode", pool.CeilMode)], [Node("Relu", Layer(input, stem, random))]);

    public byte[] Model(params string[] inputs) => OnnxSamples.Field(7, OnnxSamples.Message(o =>
    {
        foreach (var node in nodes) OnnxSamples.Put(o, 1, node);
        foreach (var tensor in tensors) OnnxSamples.Put(o, 5, tensor);
        foreach (var input in inputs) OnnxSamples.Put(o, 11, OnnxSamples.Field(1, Encoding.UTF8.GetBytes(input)));
    }));
}
