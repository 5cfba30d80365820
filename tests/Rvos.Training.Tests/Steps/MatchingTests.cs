using Rvos.Training.Runs;
using Rvos.Training.Steps;
using Rvos.Training.Tests.Clips;
using Rvos.Training.Tests.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

public class MatchingTests
{
    private const int Frames = 4;

    private static readonly TrainingConfiguration Configuration = TinyRuns.Configuration(oneShot: true) with { Matching = true };

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Pass_Trained_EveryPartOfTheMatcherHasAGradient(int memoryFrames, bool mutual)
    {
        manual_seed(3);
        using var model = TrainableModels.Create(Configuration with { MemoryFrames = memoryFrames, MutualMatching = mutual });
        using var scope = NewDisposeScope();
        var result = model.Pass(ClipBatch.From([Libraries.TwoObjects(Frames)], CPU, ScalarType.Float32), PassPlan.For(PreviousMask.AsServed, Frames));
        result.Loss.backward();
        foreach (var (name, parameter) in model.Network.named_parameters().Where(p => p.name.Contains("matcher", StringComparison.Ordinal)))
            Assert.True(parameter.grad!.abs().sum().item<float>() > 0, name);
    }

    [Fact]
    public void Pass_MatchingWeight_AddsTheMatchedMasksLoss()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var losses = new[] { 0, 1, 2 }.Select(weight =>
        {
            manual_seed(3);
            using var model = TrainableModels.Create(Configuration with { MatchingWeight = weight });
            model.Network.eval();
            return model.Pass(ClipBatch.From([Libraries.TwoObjects(Frames)], CPU, ScalarType.Float32), PassPlan.For(PreviousMask.AsServed, Frames)).Loss.item<float>();
        }).ToArray();
        Assert.True(losses[1] > losses[0] + 0.01);
        Assert.Equal(losses[1] - losses[0], losses[2] - losses[1], 1e-3);
    }

    [Fact]
    public void Check_CoarsePromptsForZeroShot_SaysSo()
    {
        var wrong = TinyRuns.Configuration(oneShot: false);
        wrong = wrong with { Data = wrong.Data with { PromptShare = 0.5 } };
        Assert.Contains("promptShare", Assert.Throws<ArgumentException>(wrong.Check).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Architecture.S2s)]
    [InlineData(Architecture.Rvos)]
    public void Check_MatchingWhereThereIsNone_SaysSo(Architecture architecture)
    {
        var wrong = Configuration with { Architecture = architecture, OneShot = architecture != Architecture.Rvos };
        Assert.Contains("match", Assert.Throws<ArgumentException>(wrong.Check).Message, StringComparison.Ordinal);
    }
}
