using System.Runtime.InteropServices;
using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace Rvos.Weights.Tests;

/// <summary>Writes small ONNX files field by field.</summary>
internal static class OnnxSamples
{
    /// <summary>A ResNet of basic blocks with drawn weights, laid out as CNTK exports it.</summary>
    /// <param name="blocks">Blocks of each stage.</param>
    /// <param name="width">Channels after the stem.</param>
    /// <param name="raw">True stores weights as raw data, false as packed floats.</param>
    public static byte[] ResNet(int[] blocks, int width = 8, bool raw = false)
    {
        var (graph, random) = (new GraphSample(raw), new Random(5));
        var place = graph.Node("MaxPool", graph.Node("Relu", Layer("input", 3, width, 7, 2)));
        var inputs = width;
        for (var s = 0; s < blocks.Length; s++)
        {
            for (var b = 0; b < blocks[s]; b++)
            {
                var (outputs, stride) = (width << s, s > 0 && b == 0 ? 2 : 1);
                var beside = stride > 1 ? Layer(place, inputs, outputs, 1, stride) : place;
                var inner = graph.Node("Relu", Layer(place, inputs, outputs, 3, stride));
                place = graph.Node("Relu", graph.Node("Add", Layer(inner, outputs, outputs, 3, 1), beside));
                inputs = outputs;
            }
        }

        graph.Node("AveragePool", place);
        return graph.Model("input");

        string Layer(string input, int from, int to, int kernel, int stride)
        {
            var convolved = graph.Node("Conv", [("strides", [stride, stride])], null, input, graph.Tensor([to, from, kernel, kernel], random));
            return graph.Node("BatchNormalization", [], 1e-5f, convolved, graph.Tensor([to], random), graph.Tensor([to], random), graph.Tensor([to], random), graph.Tensor([to], random));
        }
    }

    /// <summary>A graph that turns RGB to BGR, or leaves it, and takes a mean image of constant channels off.</summary>
    public static byte[] Preprocessing(bool turns, params float[] means)
    {
        var graph = new GraphSample(raw: false);
        var image = graph.Tensor([1, means.Length, 2, 2], means.SelectMany(m => Enumerable.Repeat(m, 4)).ToArray());
        graph.Split("input", "r", "g", "b");
        graph.Node("Sub", graph.Node("Concat", turns ? ["b", "g", "r"] : ["r", "g", "b"]), image);
        return graph.Model("input");
    }

    /// <summary>A message of one length-delimited field.</summary>
    public static byte[] Field(int number, params byte[] value) => Message(o => Put(o, number, value));

    public static void Put(CodedOutputStream output, int number, byte[] value)
    {
        output.WriteTag(number, WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }

    public static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true)) write(output);
        return stream.ToArray();
    }

    /// <summary>Bytes of an initialiser.</summary>
    public static byte[] Tensor(string name, long[] shape, float[] values, bool raw) => Message(o =>
    {
        foreach (var size in shape)
        {
            o.WriteTag(1, WireType.Varint);
            o.WriteInt64(size);
        }

        o.WriteTag(2, WireType.Varint);
        o.WriteInt32(1);
        Put(o, raw ? 9 : 4, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        Put(o, 8, System.Text.Encoding.UTF8.GetBytes(name));
    });
}
