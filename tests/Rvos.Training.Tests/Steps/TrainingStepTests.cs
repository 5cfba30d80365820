using System.Text.Json;
using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Testing;
using Rvos.Training.Optimisation;
using Rvos.Training.Steps;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

public class TrainingStepTests
{
    [Theory]
    [InlineData("zero")]
    [InlineData("one_gt")]
    [InlineData("one_inf")]
    public void Step_FiveIterations_LossesGradientsAndWeightsEqualTheOriginal(string kind)
    {
        Assert.SkipUnless(SharedData.IsThere, "needs ../shared");
        using var scope = NewDisposeScope();
        var golden = GoldenFile.Open(SharedData.PathOf("golden", "train", "tensors"));
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("golden", "train", "losses_and_gradnorms.json")));
        var losses = document.RootElement.GetProperty(kind).GetProperty("losses_fp32");
        using var network = TrainingGolden.Network(kind != "zero");
        using var optimiser = TrainingGolden.Optimiser(network);
        var batch = TrainingGolden.Batch(golden);
        var pass = new ClipPass(network, new LossOptions());
        for (var iteration = 0; iteration < 5; iteration++)
        {
            using var inner = NewDisposeScope();
            var result = kind == "zero"
                ? pass.ZeroShot(batch, new HungarianMatching(asOriginal: true))
                : pass.OneShot(batch, kind == "one_gt" ? PreviousMask.GroundTruth : PreviousMask.Inferred);
            for (var t = 0; t < 2; t++)
            {
                var expected = losses[iteration][t][1].GetDouble();
                Assert.InRange(result.FrameLosses[t], expected * (1 - (iteration == 0 ? 1e-5 : 1e-4)), expected * (1 + (iteration == 0 ? 1e-5 : 1e-4)));
            }

            result.Loss.backward();
            if (iteration == 0) CompareFirst(golden, kind, network, result, optimiser);
            else optimiser.Step();
            optimiser.ZeroGradients();
        }
    }

    private static void CompareFirst(GoldenFile golden, string kind, RvosNetwork network, StepResult result, Adam optimiser)
    {
        for (var t = 0; t < 2; t++)
            AssertClose($"probabilities {t}", golden.F32($"{kind}/iter0_probs_t{t}"), TrainingGolden.Values(result.Probabilities[t].select(2, 0).transpose(0, 1)), _ => 5e-5);
        var gradients = network.named_parameters().ToDictionary(p => p.name, p => TrainingGolden.Values(p.parameter.grad!));
        foreach (var (name, values) in gradients.Where(g => !IsNoise(g.Key)))
        {
            var expected = golden.F32(GoldenName(kind, "grad", name));
            var limit = 5e-5 * expected.Max(Math.Abs);
            AssertClose($"gradient {name}", expected, values, _ => limit);
        }

        optimiser.Step();
        var compared = 0;
        foreach (var (name, tensor) in network.state_dict().Where(e => golden.Has(GoldenName(kind, "after1", e.Key)) && !IsNoise(e.Key)))
        {
            var expected = golden.F32(GoldenName(kind, "after1", name));
            compared++;
            var actual = TrainingGolden.Values(tensor);
            if (gradients.TryGetValue(name, out var gradient)) AssertClose($"after one step {name}", expected, actual, Limit(name, gradient));
            else AssertRelative($"after one step {name}", expected, actual, 1e-5);
        }

        Assert.True(compared > 50);
    }

    // Running statistics: their distance, relative to their length. A mean near zero has no relative error of its own.
    private static void AssertRelative(string what, float[] expected, float[] actual, double limit)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (distance, length) = (Length(expected.Zip(actual, (a, b) => (double)a - b)), Length(expected.Select(e => (double)e)));
        Assert.True(distance <= limit * length, $"{what}: {distance / length:R} of its length away");

        static double Length(IEnumerable<double> values) => Math.Sqrt(values.Sum(v => v * v));
    }

    private static Func<int, double> Limit(string name, float[] gradient)
    {
        if (name.StartsWith("encoder.base.", StringComparison.Ordinal)) return _ => 8e-6;
        var significant = 1e-3 * gradient.Max(Math.Abs);
        return i => Math.Abs(gradient[i]) > significant ? 1e-6 : 2.1 * TrainingGolden.SkipRate;
    }

    private static void AssertClose(string what, float[] expected, float[] actual, Func<int, double> limit)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= limit(i), $"{what}[{i}]: {actual[i]:R} where {expected[i]:R} is expected");
    }

    // Normalisation follows: their true gradient is zero, what is left is rounding.
    private static bool IsNoise(string name) => name.StartsWith("encoder.sk", StringComparison.Ordinal) && name.EndsWith(".bias", StringComparison.Ordinal);

    private static string GoldenName(string kind, string what, string name) => $"{kind}/{what}/{name[..7]}/{name[8..]}";
}
