using Rvos.Model.Networks;
using Rvos.Training.Runs;
using Rvos.Training.Steps;

namespace Rvos.Training.Benchmarks;

/// <summary>The configurations that <c>rvos bench --train</c> measures.</summary>
public static class StepBenchmarks
{
    /// <summary>Names and configurations on a device: the shipped model's steps in bf16 and fp32, and the original's network at its size.</summary>
    /// <param name="device">"cpu" or "cuda:N".</param>
    /// <param name="original">True adds ResNet-101 at 256x448.</param>
    public static IReadOnlyList<(string Name, TrainingConfiguration Configuration)> All(string device, bool original)
    {
        var small = new TrainingConfiguration
        {
            Name = "small",
            Licence = "none",
            Encoder = EncoderKind.ResNet18,
            Width = 32,
            HiddenSize = 64,
            AlternateObjects = false,
            Steps = 100_000,
            Device = device,
            Stages = [new TrainingStage(0, 4, 128, 224, PreviousMask.AsServed)],
            Data = new ClipData(),
        };
        var list = new List<(string, TrainingConfiguration)>
        {
            ("ResNet-18 half width, 4 x 4 frames of 128x224, bf16", small),
            ("the same, fp32", small with { BFloat16 = false }),
        };
        if (original)
            list.Add(("ResNet-101, 4 x 5 frames of 256x448, bf16", small with { Encoder = EncoderKind.ResNet101, Width = 64, HiddenSize = 128, Stages = [new TrainingStage(0, 5, 256, 448, PreviousMask.AsServed)] }));
        return list;
    }
}
