namespace Rvos.Weights.Tests;

public sealed class OnnxEncoderImporterTests
{
    [Theory]
    [InlineData(new[] { 2, 2, 2, 2 }, "resnet18", 0)]
    [InlineData(new[] { 2, 2, 2, 3 }, "resnet18", 1)]
    [InlineData(new[] { 3, 4, 6, 3 }, "resnet34", 0)]
    public void Import_Resnets_KeepTheBlocksOfTheirKind(int[] blocks, string kind, int dropped)
    {
        var imported = OnnxEncoderImporter.Import(OnnxGraph.Parse(OnnxSamples.ResNet(blocks), "r.onnx"));
        Assert.Equal((kind, "8", "rvos-encoder"), (imported.Metadata["base_model"], imported.Metadata["width"], imported.Metadata["format"]));
        Assert.Equal(dropped, imported.DroppedKeys.Count);
        if (dropped > 0) Assert.Equal("encoder.base.layer4.2", imported.DroppedKeys[0]);
        var names = imported.Tensors.Select(t => t.Entry.Name).ToHashSet();
        Assert.Equal(imported.Tensors.Count, names.Count);
        // The stem and three shortcuts, and two layers a block, of five tensors each.
        var kept = kind == "resnet34" ? 16 : 8;
        Assert.Equal(5 * (4 + 2 * kept), names.Count);
        Assert.Contains("encoder.base.layer2.0.downsample.1.running_var", names);
        Assert.Contains("encoder.base.layer4.1.conv2.weight", names);
    }

    [Fact]
    public void Import_NoPreprocessing_LeavesTheFirstLayerAsItIs()
    {
        var graph = OnnxGraph.Parse(OnnxSamples.ResNet([2, 2, 2, 2]), "r.onnx");
        var imported = OnnxEncoderImporter.Import(graph).Tensors.ToDictionary(t => t.Entry.Name, t => t.ToSingleArray());
        Close(graph.Tensors[graph.Nodes[0].Inputs[1]].Values, imported["encoder.base.conv1.weight"]);
        Close(graph.Tensors[graph.Nodes[1].Inputs[3]].Values, imported["encoder.base.bn1.running_mean"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Import_Preprocessing_IsFoldedIntoTheFirstLayer(bool turns)
    {
        float[] means = turns ? [103, 116, 123] : [123, 116, 103];
        var graph = OnnxGraph.Parse(OnnxSamples.ResNet([2, 2, 2, 2]), "r.onnx");
        var input = OnnxInput.Of(OnnxGraph.Parse(OnnxSamples.Preprocessing(turns, means), "p.onnx"));
        var imported = OnnxEncoderImporter.Import(graph, input).Tensors.ToDictionary(t => t.Entry.Name, t => t.ToSingleArray());
        var (weight, mean) = (graph.Tensors[graph.Nodes[0].Inputs[1]].Values, graph.Tensors[graph.Nodes[1].Inputs[3]].Values);
        double[] rgb = [200, 30, 90];
        for (var o = 0; o < 8; o++)
        {
            // A picture of one colour: what the normalisation sees inside it, less its mean.
            double theirs = -mean[o], ours = -imported["encoder.base.bn1.running_mean"][o];
            for (var c = 0; c < 3; c++)
            {
                for (var i = 0; i < 49; i++)
                {
                    var channel = turns ? 2 - c : c;
                    theirs += weight[(o * 3 + channel) * 49 + i] * (rgb[c] - means[channel]);
                    ours += imported["encoder.base.conv1.weight"][(o * 3 + c) * 49 + i] * (rgb[c] - OnnxInput.Own.Mean[c]) / OnnxInput.Own.Deviation[c];
                }
            }

            Assert.InRange(ours - theirs, -0.05, 0.05);
        }
    }

    [Theory]
    [InlineData(new[] { 2, 2, 2 }, "2, 2, 2")]
    [InlineData(new[] { 1, 2, 2, 2 }, "no ResNet-18")]
    public void Import_OtherStages_AreRefused(int[] blocks, string message) => Refused(() => OnnxEncoderImporter.Import(OnnxGraph.Parse(OnnxSamples.ResNet(blocks), "r.onnx")), message);

    [Fact]
    public void Import_AGraphThatIsNoResnet_SaysWhereItParts()
    {
        var sample = new GraphSample(raw: true);
        sample.Node("Relu", "input");
        Refused(() => OnnxEncoderImporter.Import(OnnxGraph.Parse(sample.Model("input"), "x.onnx")), "x.onnx: has Relu after 'input' where Conv is expected");
    }

    private static void Refused(Action action, string message) => Assert.Contains(message, Assert.Throws<WeightsFormatException>(action).Message, StringComparison.Ordinal);

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.InRange(actual[i], expected[i] - 1e-5, expected[i] + 1e-5);
    }
}
