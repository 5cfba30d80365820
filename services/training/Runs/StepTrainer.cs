using Rvos.Libtorch;
using Rvos.Training.Curricula;
using Rvos.Training.Data;
using Rvos.Training.Optimisation;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Runs;

/// <summary>Takes single steps of a run: clips, forward, backward, update, average.</summary>
public sealed class StepTrainer
{
    // One may be an accident of a clip; as many in a row are none.
    private const int MostRefused = 10;

    private const string Advice = "a lower learningRate or \"bFloat16\": false may help";

    private readonly TrainingConfiguration configuration;
    private readonly Curriculum curriculum;
    private readonly ITrainableModel model;
    private readonly Adam optimiser;
    private readonly ExponentialAverage average;
    private readonly ClipPrefetcher clips;
    private readonly Device device;
    private int refused;

    /// <summary>Puts the parts of a run together; they stay the caller's.</summary>
    public StepTrainer(TrainingConfiguration configuration, ITrainableModel model, Adam optimiser, ExponentialAverage average, ClipPrefetcher clips, Device device, StepClock clock)
    {
        (this.configuration, this.model, this.optimiser, this.average, this.clips, this.device, Clock) = (configuration, model, optimiser, average, clips, device, clock);
        curriculum = configuration.CreateCurriculum();
    }

    /// <summary>Knows how long the phases took.</summary>
    public StepClock Clock { get; }

    /// <summary>One step. Where a gradient is not finite, parameters and moments stay as they are.</summary>
    /// <param name="step">Its number, from 0; clips must be taken in the order of steps.</param>
    /// <returns>What the pass gave, its tensors freed, and the gradients' joint norm before clipping.</returns>
    /// <exception cref="InvalidOperationException">The loss, or the gradients of ten steps in a row, are not finite.</exception>
    public (StepResult Result, double GradientNorm) Step(long step)
    {
        using var scope = NewDisposeScope();
        var stage = configuration.StageOf(step);
        if (stage.FreshOptimiser && step == stage.FromStep) optimiser.Reset();
        Clock.Enter(StepPhase.Data);
        var taken = Enumerable.Range(0, configuration.BatchOf(stage)).Select(_ => clips.Take(CancellationToken.None)).ToList();
        Clock.Enter(StepPhase.Batch);
        var slots = configuration.OneShot ? 1 : Math.Max(1, configuration.Slots);
        var batch = ClipBatch.From(taken, device, configuration.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32, slots);
        var result = model.Pass(batch, PlanOf(step, stage), Clock);
        if (!result.FrameLosses.All(double.IsFinite)) throw new InvalidOperationException($"step {step + 1}: the loss is not finite; {Advice}");
        Clock.Enter(StepPhase.Backward);
        // The original sums over the frames of a clip; Adam does not notice a factor, but clipping would.
        (configuration.AsOriginal ? result.Loss : result.Loss.Divide(batch.Length)).backward();
        Clock.Enter(StepPhase.Optimiser);
        var norm = optimiser.ClipGradients(configuration.GradientLimit > 0 ? configuration.GradientLimit : double.PositiveInfinity);
        refused = double.IsFinite(norm) ? 0 : refused + 1;
        if (refused == 0) optimiser.Step(configuration.RateFactor(step));
        if (refused == MostRefused)
            throw new InvalidOperationException($"step {step + 1}: the gradients of {MostRefused} steps in a row are not finite; {Advice}");
        optimiser.ZeroGradients();
        Clock.Enter(StepPhase.Average);
        average.Update(step + 1);
        Clock.Enter(StepPhase.Other);
        return (result, norm);
    }

    private PassPlan PlanOf(long step, TrainingStage stage)
    {
        var lesson = curriculum.At(step);
        var plan = stage.PreviousMask == PreviousMask.Sampled
            ? new PassPlan(curriculum.Draw(step, stage.Frames, configuration.Seed), lesson.Recurrence)
            : PassPlan.For(stage.PreviousMask, stage.Frames, lesson.Recurrence);
        return plan with { LeastArea = lesson.LeastArea };
    }
}
