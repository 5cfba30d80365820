using System.Globalization;
using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Training.Data;
using Rvos.Training.Optimisation;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Runs;

/// <summary>A run in a folder: <c>state.safetensors</c> to resume from, <c>log.csv</c>, and the averaged weights as <c>model.safetensors</c>.</summary>
public sealed class TrainingRun(TrainingConfiguration configuration, IClipSource source, string folder, TimeProvider time)
{
    private const int ReportEvery = 50, SaveEvery = 250, WarmUp = 200;
    private const double LeastRate = 0.02;

    /// <summary>Trains until all steps are done or the caller cancels; either way the state is saved. Resumes when the folder holds a state.</summary>
    /// <param name="report">Receives the means of every 50 steps.</param>
    /// <param name="cancellation">Stops after the step in hand.</param>
    /// <returns>Steps done.</returns>
    public long Run(Action<TrainingProgress> report, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        manual_seed(configuration.Seed);
        var device = new Device(configuration.Device);
        using var network = new RvosNetwork(configuration.Network);
        if (configuration.InitialWeights is { } initial) WeightTransfer.Apply(initial, network);
        if (device.type != DeviceType.CPU) network.to(device);
        network.train();
        var parameters = network.named_parameters().Select(p => (p.name, p.parameter)).ToList();
        using var optimiser = new Adam([new ParameterGroup(parameters, configuration.LearningRate, configuration.WeightDecay)]);
        using var average = new ExponentialAverage(network, configuration.AverageDecay);
        var checkpoint = new RunCheckpoint(network, optimiser, average);
        var state = Path.Combine(folder, "state.safetensors");
        var step = File.Exists(state) ? checkpoint.Load(state) : 0;
        using var clips = new ClipPrefetcher(source, RequestOf, configuration.Seed, step * configuration.Batch);
        using var log = new TrainingLog(Path.Combine(folder, "log.csv"), configuration.Steps, time, report);
        var pass = new ClipPass(network, new LossOptions(configuration.CrossEntropyWeight, BatchFrames: true));
        while (step < configuration.Steps && !cancellation.IsCancellationRequested)
        {
            TrainStep(step, clips, pass, optimiser, device, log);
            average.Update(++step);
            if (step % ReportEvery == 0) log.Write(step);
            if (step % SaveEvery == 0) checkpoint.Save(state, step);
        }

        checkpoint.Save(state, step);
        checkpoint.Export(Path.Combine(folder, "model.safetensors"), configuration, step);
        return step;
    }

    private void TrainStep(long step, ClipPrefetcher clips, ClipPass pass, Adam optimiser, Device device, TrainingLog log)
    {
        using var scope = NewDisposeScope();
        log.StartWaiting();
        var taken = Enumerable.Range(0, configuration.Batch).Select(_ => clips.Take(CancellationToken.None)).ToList();
        log.StopWaiting();
        var batch = ClipBatch.From(taken, device, configuration.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        var result = configuration.OneShot ? pass.OneShot(batch, configuration.StageOf(step).PreviousMask) : pass.ZeroShot(batch, new HungarianMatching());
        (result.Loss / batch.Length).backward();
        optimiser.ClipGradients(configuration.GradientLimit);
        optimiser.Step(RateFactor(step));
        optimiser.ZeroGradients();
        log.Add(result);
    }

    private ClipRequest RequestOf(long clip)
    {
        var step = clip / configuration.Batch;
        var stage = configuration.StageOf(step);
        return new ClipRequest(stage.Frames, stage.Height, stage.Width, step % 2 == 0 ? 1 : configuration.MaxObjects);
    }

    private double RateFactor(long step) =>
        Math.Min(1, (step + 1.0) / WarmUp) * (LeastRate + (1 - LeastRate) * 0.5 * (1 + Math.Cos(Math.PI * step / configuration.Steps)));
}
