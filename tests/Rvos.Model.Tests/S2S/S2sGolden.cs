using System.Text.Json;
using Rvos.Model.S2S;
using Rvos.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.S2S;

/// <summary>The reference's S2S++ arrays, and networks filled by the weight formula.</summary>
internal static class S2sGolden
{
    private static readonly string[] Sections = ["initializer", "encoder", "decoder", "convlstm", "convlstm_middle", "convlstm_3"];

    internal static S2sOptions Small { get; } = new(Width: 8, HeadFactor: S2sOptions.OriginalHeadFactor);

    internal static GoldenFile Open(string name) => Golden.Own("s2s/" + name);

    internal static S2sNetwork Network(S2sOptions? options = null, string? parameters = null)
    {
        var network = new S2sNetwork(options ?? Small);
        using var document = JsonDocument.Parse(File.ReadAllText(parameters ?? Path.Combine(AppContext.BaseDirectory, "Data", "s2s", "params_w8.json")));
        using var noGrad = no_grad();
        var state = network.state_dict();
        foreach (var section in Sections)
        {
            foreach (var entry in document.RootElement.GetProperty(section).EnumerateArray())
            {
                if (!state.Remove($"{section}.{entry.GetProperty("key").GetString()}", out var target)) continue;
                var values = FormulaWeights.Make(entry.GetProperty("name").GetString()!, target.numel(), entry.GetProperty("c0").GetDouble(), entry.GetProperty("c1").GetDouble());
                using var source = tensor(values, target.shape);
                target.copy_(source);
            }
        }

        Assert.Empty(state);
        network.eval();
        return network;
    }
}
