using System.Text.Json;
using Rvos.Model.Networks;
using Rvos.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Networks;

public class FullNetworkTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_ResNet101_LogitsEqualTheOriginal(bool oneShot)
    {
        Assert.SkipUnless(SharedData.IsThere, "needs ../shared");
        using var scope = NewDisposeScope();
        var folder = SharedData.PathOf("golden", "rvos_full");
        using var network = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet101, 128, oneShot));
        Golden.Fill(network, Path.Combine(folder, "params_resnet101.json"), oneShot);
        var inputs = GoldenFile.Open(Path.Combine(folder, "inputs"));
        var golden = GoldenFile.Open(Path.Combine(folder, "out_resnet101"));
        var frames = Golden.Normalised(inputs.U8("frames_u8_THWC"), inputs.Shape("frames_u8_THWC"));
        CompareFeatures(network, frames, Path.Combine(folder, "stats_resnet101.json"));
        foreach (var mode in Enum.GetValues<Recurrence>())
        {
            using var inner = NewDisposeScope();
            var result = Rollout.Run(network, frames, inputs.U8("labels_u8_THW"), 3, mode);
            Golden.AssertClose(golden.F32($"{GoldenNames.Of(oneShot, mode)}_logits_native"), result.Logits, 2e-4, 2e-5);
        }
    }

    [Fact]
    public void Encoder_Vgg16_FeaturesEqualTheOriginal()
    {
        Assert.SkipUnless(SharedData.IsThere, "needs ../shared");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var folder = SharedData.PathOf("golden", "rvos_full");
        using var network = new RvosNetwork(new NetworkOptions(EncoderKind.Vgg16, 128, true));
        Golden.Fill(network, Path.Combine(folder, "params_vgg16.json"), true);
        var golden = GoldenFile.Open(Path.Combine(folder, "out_vgg16_64x128"));
        var pyramid = network.Encoder.forward(Golden.Normalised(golden.U8("frame_u8_HWC"), [1, 64, 128, 3]));
        for (var i = 0; i < 4; i++)
        {
            var expected = golden.F32($"skip_s{5 - i}");
            Golden.AssertClose(expected, Golden.Values(pyramid.Maps[i]), Golden.FeatureTolerance(expected));
        }
    }

    private static void CompareFeatures(RvosNetwork network, Tensor frames, string statistics)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var document = JsonDocument.Parse(File.ReadAllText(statistics));
        for (var t = 0; t < 3; t++)
        {
            var pyramid = network.Encoder.forward(frames.narrow(0, t, 1));
            for (var i = 0; i < 4; i++)
            {
                var expected = document.RootElement.GetProperty($"skip_s{5 - i}_frame{t}");
                var values = Golden.Values(pyramid.Maps[i]);
                var positions = expected.GetProperty("sample_pos").EnumerateArray().Select(p => p.GetInt32());
                Golden.AssertClose(expected.GetProperty("sample_val").EnumerateArray().Select(v => (float)v.GetDouble()).ToArray(), positions.Select(p => values[p]).ToArray(), 1e-4);
            }
        }
    }
}
