using Rvos.Libtorch;
using Rvos.Training.Data;
using Rvos.Training.Optimisation;
using Rvos.Training.Reports;
using Rvos.Training.Steps;
using Rvos.Training.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Runs;

/// <summary>A run in a folder: see <see cref="RunFolder"/> for its files. It can be killed at any moment and goes on from its last saved state; on the CPU it ends with
/// the same weights, bit for bit, as one that was never interrupted.</summary>
/// <param name="configuration">What to train and how.</param>
/// <param name="source">Makes the clips.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="time">Clock of the log.</param>
/// <param name="heldOut">Makes the clips of validations; null for none.</param>
public sealed class TrainingRun(TrainingConfiguration configuration, IClipSource source, string folder, TimeProvider time, IClipSource? heldOut = null)
{
    private readonly RunFolder files = new(folder);

    /// <summary>Trains until all steps are done or the caller cancels; either way the state is saved. Resumes when the folder holds a state.</summary>
    /// <param name="report">Receives means over steps.</param>
    /// <param name="cancellation">Stops after the step in hand.</param>
    /// <param name="validated">Receives the results of validations; may be null.</param>
    /// <param name="stepped">Receives after every step the means since the last report; may be null.</param>
    /// <returns>Steps done.</returns>
    /// <exception cref="InvalidDataException">The folder belongs to a run with another configuration, or nothing of the initial weights fits.</exception>
    public long Run(Action<TrainingProgress> report, CancellationToken cancellation, Action<long, ValidationScore>? validated = null, Action<TrainingProgress>? stepped = null)
    {
        RunConfiguration.Claim(files, configuration);
        TorchRuntime.Load();
        manual_seed(configuration.Seed);
        var device = new Device(configuration.Device);
        using var model = TrainableModels.Create(configuration);
        if (configuration.InitialWeights is { } initial && !File.Exists(files.State) && model.Start(initial) == 0)
            throw new InvalidDataException($"{initial}: no tensor in it has the name and shape of one of the network's, so that nothing would start from these initialWeights");
        if (device.type != DeviceType.CPU) model.Network.to(device);
        using var optimiser = new Adam(model.Groups());
        using var average = new ExponentialAverage(model.Network, configuration.AverageDecay);
        var checkpoint = new RunCheckpoint(model, optimiser, average);
        var state = File.Exists(files.State) ? checkpoint.Load(files.State) : new RunState();
        var plan = new ClipPlan(configuration);
        using var clips = new ClipPrefetcher(source, plan.RequestOf, configuration.Seed, plan.FirstClipOf(state.Steps), workers: configuration.Data.Workers);
        var trainer = new StepTrainer(configuration, model, optimiser, average, clips, device, new StepClock(time));
        using var log = new TrainingLog(files.Log, state.Steps, configuration.Steps, trainer.Clock, report);
        using var judge = heldOut is null || configuration.Validation.Every == 0 ? null : new RunJudge(configuration, files, heldOut, device, state.Steps);
        while (state.Steps < configuration.Steps && !cancellation.IsCancellationRequested)
        {
            var (result, norm) = trainer.Step(state.Steps);
            log.Add(result, norm);
            state = state with { Steps = state.Steps + 1 };
            stepped?.Invoke(log.Now(state.Steps));
            if (state.Steps % configuration.ReportEvery == 0 || state.Steps == configuration.Steps) log.Write(state.Steps, configuration.RateFactor(state.Steps - 1));
            if (judge?.IsDue(state.Steps) == true) state = Judge(judge, state, average, checkpoint, validated);
            else if (state.Steps % configuration.SaveEvery == 0) checkpoint.Save(files.State, state);
        }

        checkpoint.Save(files.State, state);
        checkpoint.Export(files.Model, configuration.Licence, state.Steps);
        RunReport.Write(files, configuration);
        return state.Steps;
    }

    private RunState Judge(RunJudge judge, RunState state, ExponentialAverage average, RunCheckpoint checkpoint, Action<long, ValidationScore>? validated)
    {
        var score = judge.Score(state.Steps, average);
        validated?.Invoke(state.Steps, score);
        if (score.Mean > state.BestScore)
        {
            state = state with { BestScore = score.Mean, BestStep = state.Steps };
            checkpoint.Export(files.Best, configuration.Licence, state.Steps);
        }

        checkpoint.Save(files.State, state);
        RunReport.Write(files, configuration);
        return state;
    }
}
