using System.Runtime.InteropServices;
using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace Rvos.Weights;

/// <summary>Reads the parts of an ONNX ModelProto that describe a feed-forward network. Numbers of fields are those of the ONNX specification.</summary>
internal sealed class OnnxReader(byte[] bytes, string name, OnnxLimits limits) : IDisposable
{
    private const int Single = 1;

    private readonly OnnxFields fields = new(bytes, name);
    private readonly List<OnnxNode> nodes = [];
    private readonly Dictionary<string, OnnxTensor> tensors = new(StringComparer.Ordinal);
    private readonly List<string> inputs = [];
    private bool hasGraph;

    internal OnnxGraph Read()
    {
        fields.Read((number, type) => (number, type) == (7, WireType.LengthDelimited) && Graph());
        if (!hasGraph) throw Error("there is no graph in it, so this is no ONNX model");
        return new OnnxGraph(name, nodes, tensors, inputs.Where(i => !tensors.ContainsKey(i)).ToArray());
    }

    public void Dispose() => fields.Dispose();

    private bool Graph()
    {
        if (hasGraph) throw Error("there are two graphs in it");
        hasGraph = true;
        fields.Message((number, type) => type == WireType.LengthDelimited && number switch
        {
            1 => Node(),
            5 => Tensor(),
            11 => Input(),
            _ => false,
        });
        return true;
    }

    private bool Node()
    {
        if (nodes.Count == limits.MaxNodes) throw Error($"the graph has more than {limits.MaxNodes} nodes");
        var (kind, domain, read, written) = ("", "", new List<string>(), new List<string>());
        var attributes = new Dictionary<string, OnnxSetting>(StringComparer.Ordinal);
        fields.Message((number, type) =>
        {
            if (type != WireType.LengthDelimited) return false;
            switch (number)
            {
                case 1: Put(read, Name()); return true;
                case 2: Put(written, Name()); return true;
                case 4: kind = Name(); return true;
                case 5: Attribute(attributes); return true;
                case 7: domain = Name(); return true;
                default: return false;
            }
        });
        nodes.Add(new OnnxNode(domain is "" or "ai.onnx" ? kind : $"{domain}::{kind}", read, written, attributes));
        return true;
    }

    private void Attribute(Dictionary<string, OnnxSetting> into)
    {
        var (title, text, real, whole, wholes) = ("", "", 0f, 0L, new List<long>());
        fields.Message((number, type) =>
        {
            switch (number, type)
            {
                case (1, WireType.LengthDelimited): title = Name(); return true;
                case (2, WireType.Fixed32): real = fields.Number(); return true;
                case (3, WireType.Varint): whole = fields.Whole(); return true;
                case (4, WireType.LengthDelimited): text = Name(); return true;
                case (8, WireType.Varint or WireType.LengthDelimited): fields.Wholes(type, wholes, limits.MaxItems); return true;
                default: return false;
            }
        });
        if (into.Count == limits.MaxItems || !into.TryAdd(title, new OnnxSetting(real, whole, wholes, text))) throw Error($"a node has the attribute {OnnxText.Quote(title)} twice, or too many");
    }

    private bool Tensor()
    {
        if (tensors.Count == limits.MaxTensors) throw Error($"the graph has more than {limits.MaxTensors} initialisers");
        var (title, kind, shape) = ("", 0L, new List<long>());
        var data = ByteString.Empty;
        fields.Message((number, type) =>
        {
            switch (number, type)
            {
                case (1, WireType.Varint or WireType.LengthDelimited): fields.Wholes(type, shape, limits.MaxItems); return true;
                case (2, WireType.Varint): kind = fields.Whole(); return true;
                // Packed floats and raw data are the same bytes.
                case (4 or 9, WireType.LengthDelimited): data = fields.Bytes(); return true;
                case (8, WireType.LengthDelimited): title = Name(); return true;
                default: return false;
            }
        });
        if (kind != Single) return true;
        if (shape.Any(s => s < 0) || Count(shape) is var count && (count != data.Length / sizeof(float) || data.Length % sizeof(float) != 0))
            throw Error($"initialiser {OnnxText.Quote(title)} has {data.Length} bytes, which do not fill its shape [{OnnxText.Numbers(shape)}]");
        if (!tensors.TryAdd(title, new OnnxTensor(title, shape, MemoryMarshal.Cast<byte, float>(data.Span).ToArray()))) throw Error($"initialiser {OnnxText.Quote(title)} is there twice");
        return true;
    }

    private bool Input()
    {
        var title = "";
        fields.Message((number, type) =>
        {
            if ((number, type) != (1, WireType.LengthDelimited)) return false;
            title = Name();
            return true;
        });
        if (inputs.Count >= limits.MaxTensors) throw Error($"the graph has more than {limits.MaxTensors} inputs");
        inputs.Add(title);
        return true;
    }

    // -1 where the product leaves 64 bits.
    private static long Count(List<long> shape)
    {
        try
        {
            return shape.Aggregate(1L, (product, size) => checked(product * size));
        }
        catch (OverflowException)
        {
            return -1;
        }
    }

    private string Name() => fields.Text(limits.MaxNameLength);

    private void Put(List<string> list, string text)
    {
        if (list.Count == limits.MaxItems) throw Error($"a node reads or writes more than {limits.MaxItems} values");
        list.Add(text);
    }

    private WeightsFormatException Error(string what) => new($"{name}: {what}");
}
