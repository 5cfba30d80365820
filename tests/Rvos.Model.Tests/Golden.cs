using System.Text.Json;
using Rvos.Model.Networks;
using Rvos.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests;

/// <summary>The reference arrays, and networks filled by the weight formula.</summary>
internal static class Golden
{
    internal static GoldenFile Own(string name) => GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "Data", name));

    internal static RvosNetwork SmallNetwork(bool oneShot)
    {
        var network = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet34, 16, oneShot, 8));
        Fill(network, Path.Combine(AppContext.BaseDirectory, "Data", "rvos_small", "params_formula.json"), oneShot);
        return network;
    }

    /// <summary>Fills a network from a params file; the parts that the file lacks stay as they are.</summary>
    internal static void Fill(RvosNetwork network, string paramsFile, bool oneShot)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(paramsFile));
        using var noGrad = no_grad();
        var state = network.state_dict();
        foreach (var (section, part) in new[] { ("encoder", "encoder"), (oneShot ? "decoder_one" : "decoder_zero", "decoder") })
        {
            if (!document.RootElement.TryGetProperty(section, out var list)) continue;
            foreach (var entry in list.EnumerateArray())
            {
                if (!state.TryGetValue($"{part}.{entry.GetProperty("key").GetString()}", out var target)) continue;
                var values = FormulaWeights.Make(entry.GetProperty("name").GetString()!, target.numel(), entry.GetProperty("c0").GetDouble(), entry.GetProperty("c1").GetDouble());
                using var source = tensor(values, target.shape);
                target.copy_(source);
            }
        }

        network.eval();
    }

    internal static ModelDescription Describe(RvosNetwork network, long height, long width, Recurrence recurrence) =>
        new("reference", network.Options, recurrence, (int)height, (int)width);

    /// <summary>Frames (T,H,W,3) as the encoder reads them.</summary>
    internal static Tensor Normalised(byte[] frames, long[] shape)
    {
        var mean = tensor(FrameNormalisation.Mean);
        var deviation = tensor(FrameNormalisation.Deviation);
        return ((tensor(frames, shape).to_type(ScalarType.Float32) / 255.0 - mean) / deviation).permute(0, 3, 1, 2).contiguous();
    }

    internal static float[] Mask(byte[] labels, int frame, int pixels, int label) =>
        labels.AsSpan(frame * pixels, pixels).ToArray().Select(l => l == label ? 1f : 0f).ToArray();

    internal static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    internal static void AssertClose(float[] expected, ReadOnlySpan<float> actual, double max, double? mean = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0, sum = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - actual[i]);
            Assert.False(float.IsNaN(actual[i]));
            worst = Math.Max(worst, difference);
            sum += difference;
        }

        Assert.True(worst <= max, $"greatest difference {worst:E2}, allowed {max:E2}");
        if (mean is { } limit) Assert.True(sum / expected.Length <= limit, $"mean difference {sum / expected.Length:E2}, allowed {limit:E2}");
    }

    /// <summary>The README's tolerance for features: 5e-5 of the greatest absolute value, at least of 1.</summary>
    internal static double FeatureTolerance(float[] expected) => 5e-5 * Math.Max(1, expected.Max(Math.Abs));
}
