using System.Text.Json;
using Rvos.Model.Networks;
using Rvos.Testing;
using Rvos.Training.Optimisation;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests;

/// <summary>The original's training step: its batch, its network and its optimiser's groups.</summary>
internal static class TrainingGolden
{
    internal const double SkipRate = 1e-3, BackboneRate = 1e-6, Decay = 1e-6;

    internal static RvosNetwork Network(bool oneShot)
    {
        var network = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet34, 16, oneShot, 8));
        using var noGrad = no_grad();
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("golden", "rvos_small", "params_formula.json")));
        var state = network.state_dict();
        foreach (var (section, part) in new[] { ("encoder", "encoder"), (oneShot ? "decoder_one" : "decoder_zero", "decoder") })
        {
            foreach (var entry in document.RootElement.GetProperty(section).EnumerateArray())
            {
                if (!state.TryGetValue($"{part}.{entry.GetProperty("key").GetString()}", out var target)) continue;
                using var values = tensor(FormulaWeights.Make(entry.GetProperty("name").GetString()!, target.numel(),
                    entry.GetProperty("c0").GetDouble(), entry.GetProperty("c1").GetDouble()), target.shape);
                target.copy_(values);
            }
        }

        network.train();
        return network;
    }

    /// <summary>The batch of the golden file: frames (T,B,H,W,3), labels (T,B,H,W), row weights (B,N).</summary>
    internal static ClipBatch Batch(GoldenFile golden)
    {
        using var scope = NewDisposeScope();
        var shape = golden.Shape("labels_u8_TBHW");
        var (length, batch, height, width) = (shape[0], shape[1], shape[2], shape[3]);
        var frames = ((tensor(golden.U8("frames_u8_TBHWC"), [length * batch, height, width, 3]).to_type(ScalarType.Float32) / 255.0 - tensor(FrameNormalisation.Mean))
            / tensor(FrameNormalisation.Deviation)).permute(0, 3, 1, 2).contiguous();
        var labels = tensor(golden.U8("labels_u8_TBHW"), [length, batch, 1, height, width]);
        var targets = stack(Enumerable.Range(1, 3).Select(n => labels.eq(n).to_type(ScalarType.Float32)), 1);
        var present = tensor(golden.F32("sw_mask_BN"), golden.Shape("sw_mask_BN")).transpose(0, 1).contiguous();
        return new ClipBatch(frames.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(), present.MoveToOuterDisposeScope(), (int)length, (int)batch, 3);
    }

    /// <summary>Decoder and skip layers at the high rate; the backbone at the low one, each parameter as often as the original lists it.</summary>
    internal static Adam Optimiser(RvosNetwork network)
    {
        var all = network.named_parameters().Select(p => (p.name, p.parameter)).ToArray();
        var backbone = all.Where(p => p.name.StartsWith("encoder.base.", StringComparison.Ordinal)).ToArray();
        return new Adam([
            new ParameterGroup(all.Except(backbone).ToArray(), SkipRate, Decay),
            new ParameterGroup(backbone.SelectMany(p => Enumerable.Repeat(p, TimesListed(p.name))).ToArray(), BackboneRate, Decay),
        ]);
    }

    internal static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static int TimesListed(string name) =>
        name.Contains(".downsample.", StringComparison.Ordinal) ? 4 : name.Contains(".layer", StringComparison.Ordinal) ? 3 : 1;
}
