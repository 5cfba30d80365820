namespace Rvos.Weights.Tests;

public sealed class OnnxInputTests
{
    private static readonly string[] Channels = ["r", "g", "b"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_AMeanOfThreeNumbers_IsRead(bool turns)
    {
        var graph = new GraphSample(raw: true);
        var place = turns ? Turn(graph, "input") : "input";
        graph.Node("Sub", place, graph.Tensor([3, 1, 1], [1, 2, 3]));
        var input = OnnxInput.Of(OnnxGraph.Parse(graph.Model("input"), "p.onnx"));
        Assert.Equal(turns, input.IsBgr);
        Assert.Equal([1.0, 2, 3], input.Mean);
        Assert.Equal([1.0, 1, 1], input.Deviation);
    }

    [Fact]
    public void Of_OtherNodesOrMeans_IsRefused()
    {
        Refused(OnnxSamples.ResNet([1]), "'Conv' is not read");
        Refused(OnnxSamples.Preprocessing(true, 1, 2), "mean image [1, 3, H, W]");
        Refused(OnnxSamples.Preprocessing(true, 1, float.NaN, 2), "not finite");
        Refused(g => g.Node("Sub", "input", g.Tensor([3], [1, 2, 3])), "mean image [1, 3, H, W]");
        Refused(g => g.Node("Sub", "input", g.Tensor([1, 2, 2, 3], new float[12])), "mean image [1, 3, H, W]");
        Refused(g => g.Node("Sub", g.Tensor([3, 1, 1], [1, 2, 3]), "input"), "reads 'w0', 'input'");
    }

    [Fact]
    public void Of_MeansTakenOffBeforeTheChannelsTurn_IsRefused() => Refused(g => Turn(g, g.Node("Sub", "input", g.Tensor([3, 1, 1], [1, 2, 3]))), "has 3 nodes");

    [Fact]
    public void Of_MeansTakenOffTwice_IsRefused()
    {
        Refused(g => g.Node("Sub", g.Node("Sub", "input", g.Tensor([3, 1, 1], [1, 2, 3])), g.Tensor([3, 1, 1], [1, 2, 3])), "has 2 nodes");
        Refused(g => g.Node("Sub", Turn(g, Turn(g, "input", "x"), "y"), g.Tensor([3, 1, 1], [1, 2, 3])), "has Split after");
    }

    [Fact]
    public void Of_ChannelsThatAreNotTurnedAlongTheirAxis_IsRefused()
    {
        Refused(g => Sub(g, Turn(g, "input", splitAxis: 2)), "has axis 2 where 1 is expected");
        Refused(g => Sub(g, Turn(g, "input", concatAxis: 3)), "has axis 3 where 1 is expected");
        Refused(g => Sub(g, Turn(g, "input", order: ["g", "r", "b"])), "neither RGB nor BGR");
        Refused(g => Sub(g, Turn(g, "input", order: ["b", "g"])), "nothing after 'r'");
        Refused(g =>
        {
            g.Node("Split", [OnnxSamples.Whole("axis", 1)], ["input"], Channels);
            Sub(g, g.Node("Concat", [OnnxSamples.Whole("axis", 1)], ["b", "g", "r"]));
            g.Node("Sub", "r", "g");
        }, "after 'r'");
        Refused(g =>
        {
            g.Node("Split", [], ["input"], Channels);
            Sub(g, g.Node("Concat", [OnnxSamples.Whole("axis", 1)], Channels));
        }, "has axis 0 where 1 is expected");
        Refused(g =>
        {
            g.Node("Split", [OnnxSamples.Whole("axis", 1), OnnxSamples.List("split", 2, 1, 0)], ["input"], Channels);
            Sub(g, g.Node("Concat", [OnnxSamples.Whole("axis", 1)], Channels));
        }, "has split 2, 1, 0 where 1, 1, 1 is expected");
    }

    private static string Turn(GraphSample graph, string input, string prefix = "", int splitAxis = 1, int concatAxis = 1, string[]? order = null)
    {
        graph.Node("Split", [OnnxSamples.Whole("axis", splitAxis)], [input], Array.ConvertAll(Channels, c => prefix + c));
        return graph.Node("Concat", [OnnxSamples.Whole("axis", concatAxis)], Array.ConvertAll(order ?? ["b", "g", "r"], c => prefix + c));
    }

    private static void Sub(GraphSample graph, string input) => graph.Node("Sub", input, graph.Tensor([3, 1, 1], [1, 2, 3]));

    private static void Refused(Action<GraphSample> write, string message)
    {
        var graph = new GraphSample(raw: true);
        write(graph);
        Refused(graph.Model("input"), message);
    }

    private static void Refused(byte[] file, string message)
    {
        var error = Assert.Throws<WeightsFormatException>(() => OnnxInput.Of(OnnxGraph.Parse(file, "p.onnx")));
        Assert.StartsWith("p.onnx: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
