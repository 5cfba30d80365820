using Rvos.Training.Data;
using Rvos.Training.Optimisation;
using Rvos.Training.Runs;
using Rvos.Training.Steps;
using Rvos.Training.Tests.Clips;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Rvos.Training.Optimisation.Adam;

namespace Rvos.Training.Tests.Runs;

public class StepTrainerTests
{
    [Fact]
    public void Step_GradientsNotFinite_ParametersStayUntilTheTenthInARow()
    {
        var norms = new List<double>();
        var weights = new List<float>();
        // A good step between two bad ones, then bad ones only.
        var error = Assert.Throws<InvalidOperationException>(() => Train(step => step == 1, norms, weights));
        Assert.Matches("^step 12: the gradients of 10 steps.*learningRate", error.Message);
        Assert.Equal(11, norms.Count);
        Assert.Equal(1, norms.Count(double.IsFinite));
        Assert.Equal(3, weights[0]);
        Assert.NotEqual(3, weights[1]);
        Assert.All(weights.Skip(2), w => Assert.Equal(weights[1], w));
    }

    private static void Train(Predicate<int> isGood, List<double> norms, List<float> weights)
    {
        var configuration = TinyRuns.Configuration(oneShot: true) with { WarmUpSteps = 0, Steps = 40, Stages = [new TrainingStage(0, 2, 32, 64, PreviousMask.GroundTruth)] };
        using var model = new RootModel(isGood);
        using var optimiser = new Adam(model.Groups());
        using var average = new ExponentialAverage(model.Network, 0);
        var plan = new ClipPlan(configuration);
        using var clips = new ClipPrefetcher(new SyntheticClipSource(Libraries.Drawn()), plan.RequestOf, seed: 1, first: 0, workers: 1);
        var trainer = new StepTrainer(configuration, model, optimiser, average, clips, CPU, new StepClock(TimeProvider.System));
        for (var step = 0; step < 40; step++)
        {
            norms.Add(trainer.Step(step).GradientNorm);
            weights.Add(TrainingGolden.Values(model.Weight)[0]);
        }
    }

    /// <summary>The square root of nothing: a finite loss with an infinite gradient.</summary>
    private sealed class RootModel(Predicate<int> isGood) : ITrainableModel
    {
        private readonly Only module = new();
        private int passes;

        public Parameter Weight => module.Weight;

        public nn.Module Network => module;

        public IReadOnlyList<ParameterGroup> Groups() => [new ParameterGroup([("weight", Weight)], 0.1, 0)];

        public int Start(string weightsFile) => 0;

        public StepResult Pass(ClipBatch batch, PassPlan plan, StepClock? clock = null)
        {
            var loss = isGood(passes++) ? Weight.sum() : (Weight - Weight.detach()).sum().sqrt();
            return new StepResult(loss, [loss.item<float>()], double.NaN, []);
        }

        public Dictionary<string, string> Metadata() => [];

        public void Dispose() => module.Dispose();
    }

    private sealed class Only : nn.Module
    {
        public Only()
            : base(nameof(Only))
        {
            Weight = new Parameter(tensor([3f]));
            register_parameter("weight", Weight);
        }

        public Parameter Weight { get; }
    }
}
