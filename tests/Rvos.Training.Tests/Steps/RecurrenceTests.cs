using Rvos.Model;
using Rvos.Training.Data;
using Rvos.Training.Steps;
using Rvos.Training.Tests.Clips;
using Rvos.Training.Tests.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

public class RecurrenceTests
{
    [Theory]
    [InlineData(Recurrence.Spatial)]
    [InlineData(Recurrence.Temporal)]
    public void Pass_OneRecurrenceOnly_FirstFrameAlikeAndLaterOnesNot(Recurrence recurrence)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = TrainableModels.Create(TinyRuns.Configuration(oneShot: true));
        model.Network.eval();
        using var noGrad = no_grad();
        var clip = TwoObjects();
        var batch = ClipBatch.From([clip], CPU, ScalarType.Float32);
        var both = model.Pass(batch, PassPlan.For(PreviousMask.GroundTruth, 2));
        var one = model.Pass(batch, PassPlan.For(PreviousMask.GroundTruth, 2, recurrence));
        // The first frame still runs over objects, also without spatial recurrence.
        Assert.Equal(Values(both, 0), Values(one, 0));
        Assert.NotEqual(Values(both, 1), Values(one, 1));
    }

    [Fact]
    public void Pass_Spatial_SecondFrameIsThatOfAClipThatBeginsThere()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = TrainableModels.Create(TinyRuns.Configuration(oneShot: true));
        model.Network.eval();
        using var noGrad = no_grad();
        var clip = TwoObjects();
        // Twice the same frame: without hidden state in time the second frame cannot know of the first.
        var (pixels, size) = (clip.Height * clip.Width, clip.Height * clip.Width * 3);
        var still = clip with { Frames = [.. clip.Frames[..size], .. clip.Frames[..size]], Labels = [.. clip.Labels[..pixels], .. clip.Labels[..pixels]] };
        var result = model.Pass(ClipBatch.From([still], CPU, ScalarType.Float32), PassPlan.For(PreviousMask.GroundTruth, 2, Recurrence.Spatial));
        Assert.Equal(Values(result, 0), Values(result, 1));
    }

    private static Clip TwoObjects()
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        return Enumerable.Range(0, 100).Select(seed => source.Next(new ClipRequest(2, 32, 64, 2), new Random(seed))).First(c => c.ObjectCount == 2);
    }

    private static float[] Values(StepResult result, int frame) => result.Probabilities[frame].contiguous().data<float>().ToArray();
}
