namespace Rvos.Weights.Tests;

/// <summary>Networks that look like a ResNet and compute something else, or cost too much.</summary>
public sealed class OnnxOtherNetworkTests
{
    private static readonly int[] Small = [2, 2, 2, 2];

    public static TheoryData<string, string, string> Changes => new()
    {
        { "stem", "stride 1", "has strides 1, 1 where 2, 2 is expected" },
        { "stem", "kernel 5", "[8, 3, 5, 5] where [N, 3, 7, 7] is expected" },
        { "stem", "channels 4", "[8, 4, 7, 7] where [N, 3, 7, 7] is expected" },
        { "stem", "no pads", "has pads 0, 0, 0, 0 where 3, 3, 3, 3 or 3, 3, 2, 2 is expected" },
        { "stem", "pads before", "has pads 2, 2, 3, 3 where" },
        { "pool", "stride 1", "the MaxPool that writes" },
        { "pool", "kernel 5", "has kernel_shape 5, 5 where 3, 3 is expected" },
        { "pool", "ceil", "has ceil_mode 1 where 0 is expected" },
        { "1.1.a", "stride 2", "has strides 2, 2 where 1, 1 is expected" },
        { "1.1.b", "stride 2", "has strides 2, 2 where 1, 1 is expected" },
        { "1.2.a", "half pads", "has pads 1, 1, 0, 0 where 1, 1, 1, 1 is expected" },
        { "2.1.a", "pads before", "has pads 0, 0, 1, 1 where 1, 1, 1, 1 or 1, 1, 0, 0 is expected" },
        { "2.1.shortcut", "stride 1", "has strides 1, 1 where 2, 2 is expected" },
        { "2.1.shortcut", "shortcut", "has stride 2, and no 1x1 convolution is beside it" },
        { "2.2.shortcut", "shortcut", "has stride 1, and a 1x1 convolution is beside it" },
        { "3.1.a", "stride 1", "has stride 1, and a 1x1 convolution is beside it" },
        { "3.1.b", "channels 4", "where [32, 32, 3, 3] is expected" },
        { "3.2.a", "dilated", "has dilations 2, 2 where 1, 1 is expected" },
        { "4.1.a", "groups", "where [64, 32, 3, 3] is expected" },
        { "4.2.b", "same", "has auto_pad 'SAME_LOWER' where NOTSET is expected" },
        { "4.2.b", "other domain", "has com.example::Conv after" },
        { "4.2.b", "epsilon 0", "has an epsilon of 0 where a positive number is expected" },
        { "4.2.b", "epsilon NaN", "has an epsilon of NaN where a positive number is expected" },
        { "4.2.b", "negative variance", "has a negative variance" },
        { "4.2.b", "training", "has training_mode 1 where 0 is expected" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Import_ALayerThatComputesSomethingElse_IsRefused(string layer, string change, string message)
    {
        var file = OnnxSamples.ResNet(Small, change: (name, sample) => name == layer ? Changed(sample, change) : sample);
        var error = Assert.Throws<WeightsFormatException>(() => OnnxEncoderImporter.Import(OnnxGraph.Parse(file, "r.onnx")));
        Assert.StartsWith("r.onnx: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_PadsThatLeaveTheUnreadOnesOut_AreTakenWhereTheStrideIsTwo()
    {
        var file = OnnxSamples.ResNet(Small, change: (name, sample) => sample is { Stride: 2, Kernel: > 1 } ? sample with { Pads = [sample.Kernel / 2, sample.Kernel / 2, sample.Kernel / 2 - 1, sample.Kernel / 2 - 1] } : sample);
        Assert.Equal("resnet18", OnnxEncoderImporter.Import(OnnxGraph.Parse(file, "r.onnx")).Metadata["base_model"]);
    }

    [Fact]
    public void Import_WeightsThatOverflowWithTheInput_AreRefused()
    {
        var file = OnnxSamples.ResNet(Small, change: (name, sample) => name == "stem" ? sample with { Scale = 1e38f } : sample);
        var input = OnnxInput.Of(OnnxGraph.Parse(OnnxSamples.Preprocessing(true, 1, 2, 3), "p.onnx"));
        Refused(file, "encoder.base.conv1.weight is not finite", input);
        Refused(OnnxSamples.ResNet(Small), "is not finite", OnnxInput.Own with { Deviation = [1, 0, 1] });
    }

    [Fact]
    public void Import_MoreBlocksThanAnyResNet_AreRefused() => Refused(OnnxSamples.ResNet([65], width: 1), "more than 64 blocks");

    [Fact]
    public void Import_FiveStages_AreRefused() => Refused(OnnxSamples.ResNet([2, 2, 2, 2, 2], width: 1), "more than 4 stages");

    [Fact]
    public void Import_OneWeightInManyBlocks_IsRefused()
    {
        var (graph, random) = (new GraphSample(raw: true), new Random(1));
        var place = graph.Start("input", new LayerSample(3, 2, 7, 2), new LayerSample(2, 2, 3, 2), random);
        var (layer, weight) = (new LayerSample(2, 2, 3, 1), graph.Tensor([2, 2, 3, 3], random));
        for (var i = 0; i < 3; i++) place = graph.Node("Relu", graph.Node("Add", graph.Layer(graph.Node("Relu", graph.Layer(place, layer, random, weight)), layer, random, weight), place));
        Refused(graph.Model("input"), "which another convolution has already");
    }

    [Fact]
    public void Import_BlocksInACircle_AreRefused()
    {
        var (graph, random) = (new GraphSample(raw: true), new Random(1));
        var pooled = graph.Start("input", new LayerSample(3, 2, 7, 2), new LayerSample(2, 2, 3, 2), random);
        var layer = new LayerSample(2, 2, 3, 1);
        var sum = graph.Node("Add", graph.Layer(graph.Node("Relu", graph.Layer(pooled, layer, random)), layer, random), pooled);
        // The block's last node writes what it started from.
        graph.Node("Relu", [], [sum], [pooled]);
        Refused(graph.Model("input"), "circle");
    }

    [Fact]
    public void Import_NamesOfAnyLengthAndKind_StayShortAndOnOneLine()
    {
        var name = "\u001b[2J\n\u202e" + new string('x', 900);
        var graph = new GraphSample(raw: true);
        for (var i = 0; i < 50; i++) graph.Node(name, name);
        Assert.All([graph.Model(name), OnnxSamples.Field(7, OnnxSamples.Field(5, OnnxSamples.Tensor(name, [.. Enumerable.Repeat(7L, 60)], [1], raw: true)))], file =>
        {
            var message = Assert.Throws<WeightsFormatException>(() => OnnxEncoderImporter.Import(OnnxGraph.Parse(file, "r.onnx"))).Message;
            Assert.InRange(message.Length, 1, 500);
            Assert.DoesNotContain(message, c => char.IsControl(c) || c == '\u202e');
            Assert.Contains("\\u{1b}[2J\\u{a}\\u{202e}xxx", message, StringComparison.Ordinal);
        });
    }

    private static LayerSample Changed(LayerSample sample, string change) => change switch
    {
        "stride 1" => sample with { Strides = [1, 1] },
        "stride 2" => sample with { Strides = [2, 2] },
        "kernel 5" => sample with { Kernel = 5 },
        "channels 4" => sample with { From = 4 },
        "no pads" => sample with { Pads = [0, 0, 0, 0] },
        "half pads" => sample with { Pads = [1, 1, 0, 0] },
        "pads before" => sample with { Pads = [sample.Kernel / 2 - 1, sample.Kernel / 2 - 1, sample.Kernel / 2, sample.Kernel / 2] },
        "ceil" => sample with { CeilMode = 1 },
        "shortcut" => sample with { TurnsShortcut = true },
        "dilated" => sample with { Dilations = [2, 2] },
        "groups" => sample with { Group = 2 },
        "same" => sample with { AutoPad = "SAME_LOWER" },
        "other domain" => sample with { Domain = "com.example" },
        "epsilon 0" => sample with { Epsilon = 0 },
        "epsilon NaN" => sample with { Epsilon = float.NaN },
        "negative variance" => sample with { VarianceScale = -1 },
        "training" => sample with { IsTraining = 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "no such change"),
    };

    private static void Refused(byte[] file, string message, OnnxInput? input = null) =>
        Assert.Contains(message, Assert.Throws<WeightsFormatException>(() => OnnxEncoderImporter.Import(OnnxGraph.Parse(file, "r.onnx"), input)).Message, StringComparison.Ordinal);
}
