using Rvos.Training.Curricula;
using Rvos.Training.Runs;
using Rvos.Training.Steps;

namespace Rvos.Training.Tests.Runs;

public class ClipPlanTests
{
    [Fact]
    public void RequestOf_StagesWithOtherBatches_EveryClipBelongsToItsStep()
    {
        var configuration = TinyRuns.Configuration(oneShot: true) with
        {
            Steps = 40,
            MaxObjects = 3,
            Stages = [new TrainingStage(0, 2, 32, 64, PreviousMask.GroundTruth), new TrainingStage(10, 3, 64, 32, PreviousMask.Inferred, Batch: 5), new TrainingStage(30, 4, 32, 32, PreviousMask.Inferred, Batch: 1)],
            Curriculum = new CurriculumOptions { FrameSkip = new SkippingOptions { Kind = SkippingKind.Progressive } },
        };
        var plan = new ClipPlan(configuration);
        long clip = 0;
        for (long step = 0; step < 40; step++)
        {
            Assert.Equal(clip, plan.FirstClipOf(step));
            var stage = configuration.StageOf(step);
            for (var n = 0; n < configuration.BatchOf(stage); n++, clip++)
            {
                var request = plan.RequestOf(clip);
                Assert.Equal((stage.Frames, stage.Height, stage.Width), (request.Length, request.Height, request.Width));
                Assert.Equal(step % 2 == 0 ? 1 : 3, request.MaxObjects);
                Assert.Equal(step < 20 ? 1 : 2 + (step - 20) / 4, request.FrameStep);
            }
        }
    }
}
