using Rvos.Model;
using Rvos.Training.Data;
using Rvos.Training.Runs;
using Rvos.Training.Steps;
using Rvos.Training.Tests.Clips;
using Rvos.Training.Tests.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

/// <summary>What a run validates is what a session of the finished model gives.</summary>
public class ServedMasksTests
{
    private const int Frames = 6;

    [Theory]
    [InlineData(Architecture.Rvos, false, Recurrence.SpatioTemporal)]
    [InlineData(Architecture.Rvos, false, Recurrence.Spatial)]
    [InlineData(Architecture.Rvos, false, Recurrence.Temporal)]
    [InlineData(Architecture.Rvos, true, Recurrence.SpatioTemporal)]
    [InlineData(Architecture.Rvos, true, Recurrence.SpatioTemporal, 2)]
    [InlineData(Architecture.Rvos, true, Recurrence.SpatioTemporal, 0, true)]
    [InlineData(Architecture.Rvos, true, Recurrence.SpatioTemporal, 2, true)]
    [InlineData(Architecture.Rvos, false, Recurrence.SpatioTemporal, 0, false, true)]
    [InlineData(Architecture.Rvos, true, Recurrence.SpatioTemporal, 2, true, true)]
    [InlineData(Architecture.Rvos, false, Recurrence.SpatioTemporal, 0, false, false, true)]
    [InlineData(Architecture.Rvos, true, Recurrence.SpatioTemporal, 2, true, false, true)]
    [InlineData(Architecture.Rvos, true, Recurrence.SpatioTemporal, 2, true, true, true, true)]
    [InlineData(Architecture.S2s, false, Recurrence.SpatioTemporal)]
    [InlineData(Architecture.S2sPlusPlus, false, Recurrence.SpatioTemporal)]
    public void Pass_AsServed_MasksOfASession(Architecture architecture, bool matching, Recurrence recurrence, int memoryFrames = 0, bool mutual = false, bool shares = false, bool coarse = false, bool recalls = false)
    {
        manual_seed(3);
        var configuration = TinyRuns.Configuration(oneShot: true) with
        {
            Architecture = architecture,
            Matching = matching,
            MemoryFrames = memoryFrames,
            MutualMatching = mutual,
            RecalledFeatures = recalls,
            SoftAggregation = shares,
            Recurrence = recurrence,
            S2s = new S2sSettings { HeadFactor = 4, InitialiserFactor = 4, Border = 10, Bin = 2 },
            InputHeight = 32,
            InputWidth = 64,
        };
        configuration = configuration with { Data = configuration.Data with { PromptShare = coarse ? 1 : 0 } };
        using var model = TrainableModels.Create(configuration);
        model.Network.eval();
        var clip = Libraries.TwoObjects(Frames);
        if (coarse) clip = clip with { Prompts = CoarsePrompts.Draw(clip, new Random(2)) };
        var pixels = clip.Height * clip.Width;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var result = model.Pass(ClipBatch.From([clip], CPU, ScalarType.Float32), PassPlan.For(PreviousMask.AsServed, Frames, recurrence));
        using var served = RvosModel.From(model.Network, ModelDescription.Read(model.Metadata(), "served"), new InferenceOptions { Precision = Precision.Float32, Fused = false });
        using var features = served.Encode(clip.Frames, Frames);
        using var session = served.CreateSession();
        for (var o = 1; o <= 2; o++) session.AddObject(o, Given(o), coarse);
        for (var t = 0; t < Frames; t++)
        {
            var expected = result.Probabilities[t].contiguous().data<float>().ToArray();
            var actual = session.Step(features, t).SelectMany(m => m.Probabilities).ToArray();
            Assert.Equal(expected.Length, actual.Length);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
        }

        float[] Given(int o) => clip.Prompts is { } prompts ? prompts[((o - 1) * pixels)..(o * pixels)].Select(p => p / 255f).ToArray() : clip.Labels[..pixels].Select(l => l == o ? 1f : 0f).ToArray();
    }
}
