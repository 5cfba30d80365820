using Rvos.Model.S2S;
using Rvos.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.S2S;

public class S2sNetworkTests
{
    private const int Height = 64, Width = 96, Pixels = Height * Width;

    [Fact]
    public void Step_SmallNetwork_StatesAndMasksEqualTheReference() => Compare(S2sGolden.Open("out_w8"), S2sGolden.Small, null, 2e-5);

    [Fact]
    public void Step_SmallNetwork_DistancesEqualTheReference()
    {
        Assert.SkipUnless(SharedData.IsThere, "needs the reference data beside the repository");
        Compare(GoldenFile.Open(SharedData.PathOf("golden", "s2spp", "out_w8")), S2sGolden.Small, null, 2e-5);
    }

    [Fact]
    [Trait("Size", "heavy")]
    public void Step_AuthorsNetwork_MasksEqualTheReference()
    {
        Assert.SkipUnless(SharedData.IsThere, "needs the reference data beside the repository");
        Assert.SkipUnless(Environment.GetEnvironmentVariable("RVOS_HEAVY_TESTS") == "1", "set RVOS_HEAVY_TESTS=1 for the network of 429 million parameters");
        Compare(GoldenFile.Open(SharedData.PathOf("golden", "s2spp", "out_w1")), new S2sOptions(HeadFactor: S2sOptions.OriginalHeadFactor), SharedData.PathOf("golden", "s2spp", "params_w1.json"), 1e-4);
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(0, true, false)]
    [InlineData(1, true, false)]
    [InlineData(1, true, true)]
    [InlineData(2, true, true)]
    public void Step_EachVariant_GivesMasksAndGradientsToAllParameters(int memories, bool skips, bool distances)
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var network = new S2sNetwork(new S2sOptions(8, memories, skips, distances, 20, 10, 4, 4));
        var frames = randn([2, 3, Height, Width]);
        var masks = rand([2, 1, Height, Width]).gt(0.5).to_type(ScalarType.Float32);
        var state = network.Initialiser.Initialise(frames, masks);
        var shared = network.Share(network.Encoder.forward(frames));
        var first = network.Step(shared, state);
        var step = network.Step(shared, first.State);
        Assert.Equal([2, 1, Height, Width], step.Mask.shape);
        Assert.Equal(1 + memories, step.State.Hidden.Count);
        Assert.Equal(distances ? [2, 6, Height, Width] : null, step.Distances?.shape);
        new S2sLoss().Of(masks, zeros([2, Height, Width], ScalarType.Int64), step).backward();
        Assert.All(network.named_parameters(), p => Assert.True(p.parameter.grad is not null, p.name));
    }

    [Theory]
    [InlineData(12, 2, true, 20, 1, "width")]
    [InlineData(8, 3, true, 20, 1, "skip-memories")]
    [InlineData(8, 1, false, 20, 1, "skip connections")]
    [InlineData(8, 2, true, 0, 1, "border")]
    [InlineData(8, 2, true, 5, 6, "bin")]
    public void Validated_ValueOutOfRange_ThrowsNamingIt(int width, int memories, bool skips, int border, int bin, string named) =>
        Assert.Contains(named, Assert.Throws<ArgumentException>(() => new S2sOptions(width, memories, skips, true, border, bin).Validated()).Message);

    private static void Compare(GoldenFile golden, S2sOptions options, string? parameters, double stateLimit)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = S2sGolden.Network(options, parameters);
        var frames = Golden.Normalised(golden.U8("frames_u8_THWC"), golden.Shape("frames_u8_THWC"));
        var mask = tensor(golden.U8("mask0_u8").Select(m => (float)m).ToArray(), [1, 1, Height, Width]);
        var state = network.Initialiser.Initialise(frames.narrow(0, 0, 1), mask);
        for (var m = 0; m < 3; m++)
        {
            AssertState(golden, $"init_rnn{m + 1}_h", state.Hidden[m], stateLimit);
            AssertState(golden, $"init_rnn{m + 1}_c", state.Cell[m], stateLimit);
        }

        for (var t = 1; t < 4; t++)
        {
            var maps = network.Encoder.forward(frames.narrow(0, t, 1));
            var step = network.Step(network.Share(maps), state);
            state = step.State;
            AssertState(golden, $"enc_t{t}", maps.Head, stateLimit);
            for (var m = 0; m < 3; m++)
            {
                AssertState(golden, $"h{(m == 0 ? "" : m + 1)}_t{t}", state.Hidden[m], stateLimit);
                AssertState(golden, $"c{(m == 0 ? "" : m + 1)}_t{t}", state.Cell[m], stateLimit);
            }

            Golden.AssertClose(golden.F32($"mask_logits_t{t}"), Golden.Values(step.Mask), 1e-4, 2e-5);
            Golden.AssertClose(golden.F32($"mask_probs_t{t}"), Golden.Values(step.Mask.sigmoid()), 5e-5);
            if (golden.Has($"dist_logits_t{t}")) Golden.AssertClose(golden.F32($"dist_logits_t{t}"), Golden.Values(step.Distances!), 3e-5);
            var wrong = golden.F32($"mask_logits_t{t}").Zip(Golden.Values(step.Mask)).Count(p => p.First > 0 != p.Second > 0);
            Assert.True(wrong <= 2 * Math.Max(1, Pixels / 100_000), $"{wrong} pixels differ");
        }
    }

    private static void AssertState(GoldenFile golden, string name, Tensor actual, double limit)
    {
        if (golden.Has(name)) Golden.AssertClose(golden.F32(name), Golden.Values(actual), limit);
    }
}
