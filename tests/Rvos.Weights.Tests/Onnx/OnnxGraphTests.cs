using System.Text;

namespace Rvos.Weights.Tests;

public sealed class OnnxGraphTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parse_AResNet_GivesNodesTensorsAndTheOneInput(bool raw)
    {
        var graph = OnnxGraph.Parse(OnnxSamples.ResNet([1, 1], raw: raw), "a.onnx");
        Assert.Equal(["input"], graph.Inputs);
        Assert.Equal(6, graph.Nodes.Count(n => n.Operator == "Conv"));
        var stem = graph.Nodes[0];
        Assert.Equal([2, 2], stem.Attributes["strides"].Wholes);
        Assert.Equal([8, 3, 7, 7], graph.Tensors[stem.Inputs[1]].Shape);
        Assert.All(graph.Tensors.Values, t => Assert.All(t.Values, v => Assert.InRange(v, 0.1f, 1.1f)));
        Assert.Equal(1e-5f, graph.Nodes[1].Attributes["epsilon"].Number);
    }

    [Fact]
    public void Parse_EveryCutOfAFile_IsRefused()
    {
        var file = OnnxSamples.Preprocessing(true, 1, 2, 3);
        for (var length = 0; length < file.Length; length++) Assert.Throws<WeightsFormatException>(() => OnnxGraph.Parse(file[..length], "cut"));
    }

    [Theory]
    [InlineData(new byte[] { 0x3a, 0xff, 0xff, 0xff, 0xff, 0x07 }, "ends beyond")]
    [InlineData(new byte[] { 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f }, "ends beyond")]
    [InlineData(new byte[] { 0x3a, 0x02, 0x0a, 0x05 }, "ends beyond")]
    [InlineData(new byte[] { 0x3a, 0x04, 0x0a, 0x02, 0x22, 0x7f }, "protocol-buffer")]
    [InlineData(new byte[] { 0x00 }, "protocol-buffer")]
    [InlineData(new byte[] { 0x08, 0x03 }, "no graph")]
    [InlineData(new byte[] { 0x3a, 0x00, 0x3a, 0x00 }, "two graphs")]
    public void Parse_Malformed_SaysWhatIsWrong(byte[] bytes, string message)
    {
        var error = Assert.Throws<WeightsFormatException>(() => OnnxGraph.Parse(bytes, "bad.onnx"));
        Assert.StartsWith("bad.onnx: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_GroupsWithinGroups_AreNotFollowedForEver()
    {
        var deep = Enumerable.Repeat((byte)0x0b, 100_000).ToArray();
        Assert.Throws<WeightsFormatException>(() => OnnxGraph.Parse(deep, "deep"));
    }

    [Theory]
    [InlineData(new long[] { 3 }, "do not fill")]
    [InlineData(new long[] { -2 }, "do not fill")]
    [InlineData(new long[] { 4294967296, 4294967296 }, "do not fill")]
    [InlineData(new long[] { long.MaxValue, 3 }, "do not fill")]
    public void Parse_ShapeThatItsBytesDoNotFill_IsRefused(long[] shape, string message)
    {
        var file = OnnxSamples.Field(7, OnnxSamples.Field(5, OnnxSamples.Tensor("w", shape, [1, 2], raw: true)));
        Assert.Contains(message, Assert.Throws<WeightsFormatException>(() => OnnxGraph.Parse(file, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BeyondTheLimits_IsRefused()
    {
        var tiny = new OnnxLimits { MaxTensors = 2, MaxItems = 2, MaxNameLength = 8 };
        Assert.Contains("nodes", Assert.Throws<WeightsFormatException>(() => OnnxGraph.Parse(OnnxSamples.ResNet([1]), "x", new OnnxLimits { MaxNodes = 2 })).Message, StringComparison.Ordinal);
        Refused(Graph(o => Repeat(3, () => OnnxSamples.Put(o, 5, OnnxSamples.Tensor($"w{Guid.NewGuid().ToString()[..4]}", [1], [1], raw: true)))), "initialisers");
        Refused(Graph(o => OnnxSamples.Put(o, 5, OnnxSamples.Tensor("w", [1, 1, 1], [1], raw: true))), "list of more");
        Refused(Graph(o => OnnxSamples.Put(o, 1, OnnxSamples.Message(n => Repeat(3, () => OnnxSamples.Put(n, 1, "x"u8.ToArray()))))), "values");
        Refused(Graph(o => OnnxSamples.Put(o, 1, OnnxSamples.Field(4, Encoding.UTF8.GetBytes(new string('x', 9))))), "name of 9");

        void Refused(byte[] file, string message) => Assert.Contains(message, Assert.Throws<WeightsFormatException>(() => OnnxGraph.Parse(file, "x", tiny)).Message, StringComparison.Ordinal);

        static byte[] Graph(Action<Google.Protobuf.CodedOutputStream> write) => OnnxSamples.Field(7, OnnxSamples.Message(write));

        static void Repeat(int times, Action action)
        {
            for (var i = 0; i < times; i++) action();
        }
    }

    [Fact]
    public void Load_FileLargerThanTheLimit_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "large.onnx");
        File.WriteAllBytes(path, OnnxSamples.ResNet([1]));
        Assert.Contains("at most 100", Assert.Throws<WeightsFormatException>(() => OnnxGraph.Load(path, new OnnxLimits { MaxFileBytes = 100 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ParseAndImport_MutatedFiles_AreReadOrRefused(int seed)
    {
        // Small kernels would not do: the network's shape is fixed. A narrow stage keeps the inputs small.
        byte[][] originals = [OnnxSamples.ResNet([1, 1, 1, 1], width: 1), OnnxSamples.Preprocessing(true, 1, 2, 3)];
        var refused = Fuzz.Run(seed, originals, bytes =>
        {
            var graph = OnnxGraph.Parse(bytes, "fuzz");
            if (graph.Nodes.Any(n => n.Operator == "Sub")) OnnxInput.Of(graph);
            else OnnxEncoderImporter.Import(graph);
        });
        Assert.InRange(refused, Fuzz.Inputs / 4, Fuzz.Inputs);
    }
}
