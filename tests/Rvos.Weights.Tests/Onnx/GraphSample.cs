using System.Text;
using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace Rvos.Weights.Tests;

/// <summary>A graph in the making: nodes and initialisers get running names.</summary>
internal sealed class GraphSample(bool raw)
{
    private readonly List<byte[]> nodes = [], tensors = [];
    private int names;

    public string Node(string kind, params string[] inputs) => Node(kind, [], null, inputs);

    public string Node(string kind, (string Name, int[] Values)[] lists, float? epsilon, params string[] inputs)
    {
        var output = $"v{names++}";
        nodes.Add(Bytes(kind, inputs, [output], lists, epsilon));
        return output;
    }

    public void Relu(string input, string output) => nodes.Add(Bytes("Relu", [input], [output], [], null));

    public void Split(string input, params string[] outputs) => nodes.Add(Bytes("Split", [input], outputs, [], null));

    public string Tensor(long[] shape, Random random) => Tensor(shape, Enumerable.Range(0, (int)shape.Aggregate(1L, (p, s) => p * s)).Select(_ => 0.1f + (float)random.NextDouble()).ToArray());

    public string Tensor(long[] shape, float[] values)
    {
        var name = $"w{names++}";
        tensors.Add(OnnxSamples.Tensor(name, shape, values, raw));
        return name;
    }

    public byte[] Model(string input) => OnnxSamples.Field(7, OnnxSamples.Message(o =>
    {
        foreach (var node in nodes) OnnxSamples.Put(o, 1, node);
        foreach (var tensor in tensors) OnnxSamples.Put(o, 5, tensor);
        OnnxSamples.Put(o, 11, OnnxSamples.Field(1, Encoding.UTF8.GetBytes(input)));
    }));

    private static byte[] Bytes(string kind, string[] inputs, string[] outputs, (string Name, int[] Values)[] lists, float? epsilon) => OnnxSamples.Message(o =>
    {
        foreach (var input in inputs) OnnxSamples.Put(o, 1, Encoding.UTF8.GetBytes(input));
        foreach (var output in outputs) OnnxSamples.Put(o, 2, Encoding.UTF8.GetBytes(output));
        OnnxSamples.Put(o, 4, Encoding.UTF8.GetBytes(kind));
        foreach (var (name, values) in lists)
        {
            OnnxSamples.Put(o, 5, OnnxSamples.Message(a =>
            {
                OnnxSamples.Put(a, 1, Encoding.UTF8.GetBytes(name));
                foreach (var value in values)
                {
                    a.WriteTag(8, WireType.Varint);
                    a.WriteInt64(value);
                }
            }));
        }

        if (epsilon is not { } small) return;
        OnnxSamples.Put(o, 5, OnnxSamples.Message(a =>
        {
            OnnxSamples.Put(a, 1, "epsilon"u8.ToArray());
            a.WriteTag(2, WireType.Fixed32);
            a.WriteFloat(small);
        }));
    });
}
