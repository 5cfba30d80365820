using Rvos.Testing;
using Rvos.Training.Optimisation;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Rvos.Training.Optimisation.Adam;

namespace Rvos.Training.Tests.Optimisation;

public class AdamTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("wd")]
    [InlineData("dup3")]
    [InlineData("dup4")]
    public void Step_ThreeSteps_WeightsEqualTheOriginal(string kind)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "Data", "losses", "adam"));
        var meta = golden.Meta.GetProperty(kind);
        using var parameter = new Parameter(tensor(golden.F32($"{kind}/w0")));
        var listed = Enumerable.Repeat(("w", parameter), meta.GetProperty("times_listed").GetInt32()).ToArray();
        using var adam = new Adam([new ParameterGroup(listed, meta.GetProperty("lr").GetDouble(), meta.GetProperty("weight_decay").GetDouble())]);
        for (var step = 0; step < 3; step++)
        {
            adam.ZeroGradients();
            (parameter * tensor(golden.F32($"{kind}/g{step}"))).sum().backward();
            adam.Step();
            var expected = golden.F32($"{kind}/w{step + 1}");
            var actual = TrainingGolden.Values(parameter);
            for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-6 * Math.Abs(expected[i]) + 1e-9, $"{expected[i]:R} {actual[i]:R}");
        }
    }
}
