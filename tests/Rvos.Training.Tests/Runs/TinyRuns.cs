using Rvos.Model.Networks;
using Rvos.Training.Curricula;
using Rvos.Training.Runs;
using Rvos.Training.Steps;

namespace Rvos.Training.Tests.Runs;

/// <summary>Configurations small enough for tests.</summary>
internal static class TinyRuns
{
    internal static TrainingConfiguration Configuration(bool oneShot) => new()
    {
        Name = "tiny",
        Licence = "none",
        Encoder = EncoderKind.ResNet18,
        Width = 8,
        HiddenSize = 8,
        OneShot = oneShot,
        Batch = 2,
        Steps = 6,
        BFloat16 = false,
        ReportEvery = 1,
        SaveEvery = 2,
        Stages = [new TrainingStage(0, 2, 32, 64, PreviousMask.GroundTruth), new TrainingStage(2, 3, 32, 64, PreviousMask.Sampled, Batch: 4, FreshOptimiser: true)],
        Curriculum = new CurriculumOptions { Epochs = 6, Sampling = new SamplingOptions { Kind = SamplingKind.Linear } },
        Validation = new ValidationOptions { Every = 4, Clips = 2, Frames = 3 },
        Data = new ClipData(),
    };
}
