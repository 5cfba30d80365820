using Rvos.Libtorch;
using Rvos.Training.Data;
using Rvos.Training.Optimisation;
using Rvos.Training.Runs;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Benchmarks;

/// <summary>Measures whole training steps, and what their parts take. Clips are made of drawn pictures, so that no data are needed.</summary>
/// <param name="time">Clock.</param>
/// <param name="warmUp">Steps before the measurement.</param>
/// <param name="steps">Steps of which the mean is taken.</param>
public sealed class StepBenchmark(TimeProvider time, int warmUp, int steps)
{
    /// <summary>Measures a configuration; its stage of step 0 is what runs.</summary>
    public StepTiming Measure(string name, TrainingConfiguration configuration, CancellationToken cancellation)
    {
        TorchRuntime.Load();
        manual_seed(configuration.Seed);
        var device = new Device(configuration.Device);
        using var model = TrainableModels.Create(configuration);
        if (device.type != DeviceType.CPU) model.Network.to(device);
        using var optimiser = new Adam(model.Groups());
        using var average = new ExponentialAverage(model.Network, configuration.AverageDecay);
        using var clips = new ClipPrefetcher(new SyntheticClipSource(DrawnPictures.Library()), new ClipPlan(configuration).RequestOf, configuration.Seed, workers: configuration.Data.Workers);
        var clock = new StepClock(time, device.type == DeviceType.CPU ? null : () => Wait(device));
        var trainer = new StepTrainer(configuration, model, optimiser, average, clips, device, clock);
        for (var step = 0; step < warmUp + steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step == warmUp) clock.Reset();
            trainer.Step(step);
        }

        return new StepTiming(name, clock.Total.TotalMilliseconds / steps,
            Enum.GetValues<StepPhase>().Select(p => new PhaseTiming(p, clock.Spent(p).TotalMilliseconds / steps)).ToArray());
    }

    // A copy to the host comes after all work that was handed to the device.
    private static void Wait(Device device)
    {
        using var one = zeros([1], ScalarType.Float32, device);
        one.cpu().Dispose();
    }
}
