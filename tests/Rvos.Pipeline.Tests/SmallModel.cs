using System.Text.Json;
using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Testing;
using static TorchSharp.torch;

namespace Rvos.Pipeline.Tests;

/// <summary>The reference's small network, filled by the weight formula.</summary>
internal static class SmallModel
{
    internal static RvosModel Open(bool oneShot, int height, int width, bool fused = true, int mostObjects = 0)
    {
        var network = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet34, 16, oneShot, 8));
        Fill(network, oneShot);
        return RvosModel.From(network, new ModelDescription("small", network.Options, Recurrence.SpatioTemporal, height, width) { MostObjects = mostObjects }, new InferenceOptions("cpu", Precision.Float32, fused));
    }

    private static void Fill(RvosNetwork network, bool oneShot)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "params_formula.json")));
        using var noGrad = no_grad();
        var state = network.state_dict();
        foreach (var (section, part) in new[] { ("encoder", "encoder"), (oneShot ? "decoder_one" : "decoder_zero", "decoder") })
        {
            foreach (var entry in document.RootElement.GetProperty(section).EnumerateArray())
            {
                if (!state.TryGetValue($"{part}.{entry.GetProperty("key").GetString()}", out var target)) continue;
                var values = FormulaWeights.Make(entry.GetProperty("name").GetString()!, target.numel(), entry.GetProperty("c0").GetDouble(), entry.GetProperty("c1").GetDouble());
                using var source = tensor(values, target.shape);
                target.copy_(source);
            }
        }
    }
}
