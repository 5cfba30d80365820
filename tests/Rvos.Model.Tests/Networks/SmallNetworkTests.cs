using Rvos.Model.Networks;
using Rvos.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Networks;

public class SmallNetworkTests
{
    public static TheoryData<bool, Recurrence> Modes => new()
    {
        { true, Recurrence.SpatioTemporal }, { true, Recurrence.Temporal }, { true, Recurrence.Spatial },
        { false, Recurrence.SpatioTemporal }, { false, Recurrence.Temporal }, { false, Recurrence.Spatial },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Step_OddSize_LogitsEqualTheOriginal(bool oneShot, Recurrence mode) => Compare(Golden.Own("rvos_small/fwd_60x107"), oneShot, mode);

    [Theory]
    [MemberData(nameof(Modes))]
    public void Step_EvenSize_LogitsEqualTheOriginal(bool oneShot, Recurrence mode)
    {
        Assert.SkipUnless(SharedData.IsThere, "needs ../shared");
        Compare(GoldenFile.Open(SharedData.PathOf("golden", "rvos_small", "fwd_64x112")), oneShot, mode);
    }

    [Fact]
    public void Encoder_OddSize_FeaturesEqualTheOriginal()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var golden = Golden.Own("rvos_small/fwd_60x107");
        using var network = Golden.SmallNetwork(oneShot: true);
        var frames = Golden.Normalised(golden.U8("frames_u8_THWC"), golden.Shape("frames_u8_THWC")).narrow(0, 0, 1);
        Golden.AssertClose(golden.F32("x_frame0"), Golden.Values(frames), 1e-6);
        var backbone = network.Encoder.Backbone.forward(frames);
        var pyramid = network.Encoder.forward(frames);
        for (var i = 0; i < 4; i++)
        {
            var (expectedMap, expectedSkip) = (golden.F32($"base_x{5 - i}"), golden.F32($"skip_s{5 - i}"));
            Golden.AssertClose(expectedMap, Golden.Values(backbone[i]), Golden.FeatureTolerance(expectedMap));
            Golden.AssertClose(expectedSkip, Golden.Values(pyramid.Maps[i]), Golden.FeatureTolerance(expectedSkip));
        }
    }

    [Fact]
    public void Step_ZeroShot_CellStatesEqualTheOriginal()
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Own("rvos_small/fwd_60x107");
        using var network = Golden.SmallNetwork(oneShot: false);
        var frames = Golden.Normalised(golden.U8("frames_u8_THWC"), golden.Shape("frames_u8_THWC"));
        var result = Rollout.Run(network, frames, golden.U8("labels_u8_THW"), 3, Recurrence.SpatioTemporal);
        foreach (var (t, o) in new[] { (0, 0), (0, 2), (3, 0), (3, 2) })
        {
            for (var k = 0; k < 4; k++)
            {
                Golden.AssertClose(golden.F32($"zero_ST_t{t}_o{o}_clstm{k}_h"), Golden.Values(result.States[(t, o)].Hidden[k]), 5e-5);
                Golden.AssertClose(golden.F32($"zero_ST_t{t}_o{o}_clstm{k}_c"), Golden.Values(result.States[(t, o)].Cell[k]), 5e-5);
            }
        }
    }

    [Theory]
    [InlineData("softmask_in", "softmask_pyr_d")]
    [InlineData(null, "maskpyr_obj0_d")]
    public void Build_MaskPyramid_EqualsTheOriginal(string? source, string prefix)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Own("rvos_small/fwd_60x107");
        var values = source is null ? Golden.Mask(golden.U8("labels_u8_THW"), 0, 60 * 107, 1) : golden.F32(source);
        var maps = MaskPyramid.Build(tensor(values, [1, 1, 60, 107]));
        for (var i = 0; i < 4; i++) Assert.Equal(golden.F32($"{prefix}{32 >> i}"), Golden.Values(maps[i]));
    }

    private static void Compare(GoldenFile golden, bool oneShot, Recurrence mode)
    {
        using var scope = NewDisposeScope();
        using var network = Golden.SmallNetwork(oneShot);
        var frames = Golden.Normalised(golden.U8("frames_u8_THWC"), golden.Shape("frames_u8_THWC"));
        var result = Rollout.Run(network, frames, golden.U8("labels_u8_THW"), 3, mode);
        var name = GoldenNames.Of(oneShot, mode);
        Golden.AssertClose(golden.F32($"{name}_logits_native"), result.Logits, 2e-4, 2e-5);
        Golden.AssertClose(golden.F32($"{name}_probs"), result.Probabilities, 5e-5);
    }
}
