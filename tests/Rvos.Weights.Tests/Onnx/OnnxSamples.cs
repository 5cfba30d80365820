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
    /// <param name="change">Changes a layer: "stem", "pool", or stage, block and "a", "b" or "shortcut", as in "2.1.a".</param>
    public static byte[] ResNet(int[] blocks, int width = 8, bool raw = false, Func<string, LayerSample, LayerSample>? change = null)
    {
        var (graph, random) = (new GraphSample(raw), new Random(5));
        var place = graph.Start("input", Changed("stem", new LayerSample(3, width, 7, 2)), Changed("pool", new LayerSample(width, width, 3, 2)), random);
        var inputs = width;
        for (var s = 0; s < blocks.Length; s++)
        {
            for (var b = 0; b < blocks[s]; b++)
            {
                var (outputs, stride, name) = (width << s, s > 0 && b == 0 ? 2 : 1, $"{s + 1}.{b + 1}");
                var projection = Changed($"{name}.shortcut", new LayerSample(inputs, outputs, 1, stride));
                var beside = stride > 1 != projection.TurnsShortcut ? graph.Layer(place, projection, random) : place;
                var inner = graph.Node("Relu", graph.Layer(place, Changed($"{name}.a", new LayerSample(inputs, outputs, 3, stride)), random));
                var sum = graph.Node("Add", graph.Layer(inner, Changed($"{name}.b", new LayerSample(outputs, outputs, 3, 1)), random), beside);
                place = graph.Node("Relu", sum);
                inputs = outputs;
            }
        }

        graph.Node("AveragePool", place);
        return graph.Model("input");

        LayerSample Changed(string name, LayerSample layer) => change is null ? layer : change(name, layer);
    }

    /// <summary>A graph that turns RGB to BGR, or leaves it, and takes a mean image of constant channels off.</summary>
    public static byte[] Preprocessing(bool turns, params float[] means)
    {
        var graph = new GraphSample(raw: false);
        var image = graph.Tensor([1, means.Length, 2, 2], means.SelectMany(m => Enumerable.Repeat(m, 4)).ToArray());
        graph.Node("Split", [Whole("axis", 1), List("split", 1, 1, 1)], ["input"], ["r", "g", "b"]);
        graph.Node("Sub", graph.Node("Concat", [Whole("axis", 1)], turns ? ["b", "g", "r"] : ["r", "g", "b"]), image);
        return graph.Model("input");
    }

    /// <summary>An attribute of whole numbers.</summary>
    public static byte[] List(string name, params int[] values) => Message(o =>
    {
        Put(o, 1, System.Text.Encoding.UTF8.GetBytes(name));
        foreach (var value in values)
        {
            o.WriteTag(8, WireType.Varint);
            o.WriteInt64(value);
        }
    });

    /// <summary>An attribute of one whole number.</summary>
    public static byte[] Whole(string name, long value) => Message(o =>
    {
        Put(o, 1, System.Text.Encoding.UTF8.GetBytes(name));
        o.WriteTag(3, WireType.Varint);
        o.WriteInt64(value);
    });

    /// <summary>An attribute of one real number.</summary>
    public static byte[] Real(string name, float value) => Message(o =>
    {
        Put(o, 1, System.Text.Encoding.UTF8.GetBytes(name));
        o.WriteTag(2, WireType.Fixed32);
        o.WriteFloat(value);
    });

    /// <summary>An attribute of text.</summary>
    public static byte[] Text(string name, string value) => Message(o =>
    {
        Put(o, 1, System.Text.Encoding.UTF8.GetBytes(name));
        Put(o, 4, System.Text.Encoding.UTF8.GetBytes(value));
    });

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
