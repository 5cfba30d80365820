using Rvos.Model.Inference;
using Rvos.Model.Networks;
using Rvos.Model.Sessions;
using static Rvos.Model.Tests.Matching.MemoryModel;

namespace Rvos.Model.Tests.Matching;

/// <summary>Sessions of networks that remember frames, match mutually and share pixels out.</summary>
public class MemorySessionTests
{
    [Theory]
    [MemberData(nameof(MemoryModel.Variants), MemberType = typeof(MemoryModel))]
    public void Step_FusedAndAsTrained_SameProbabilities(int frames, bool mutual, bool features, bool shares)
    {
        using var fused = Open(frames, mutual, features, shares, fused: true);
        using var plain = Open(frames, mutual, features, shares, fused: false);
        var (expected, actual) = (Run(plain), Run(fused));
        for (var i = 0; i < expected.Count; i++) Golden.AssertClose(expected[i], actual[i], 1e-4);
    }

    [Fact]
    public void Step_RememberedFrames_ChangeTheMasks()
    {
        using var without = Open(0, true, false, false, fused: true);
        using var with = Open(2, true, false, false, fused: true);
        var (few, more) = (Run(without), Run(with));
        // Age 2 is the first that is remembered, and the frame after it the first that looks there.
        for (var t = 0; t < 3; t++) Golden.AssertClose(few[2 * t], more[2 * t], 1e-6);
        Assert.True(few[^2].Zip(more[^2], (a, b) => Math.Abs(a - b)).Max() > 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddObject_LateFrame_SameAsInASessionOfItsOwn(bool fused)
    {
        using var model = Open(2, true, true, false, fused, Recurrence.Temporal);
        using var session = model.CreateSession();
        using var fresh = model.CreateSession();
        session.AddObject(1, MatchingModel.Mask(0, 1));
        for (var t = 0; t < 3; t++) Step(model, session, t);
        session.AddObject(2, MatchingModel.Mask(3, 2));
        fresh.AddObject(2, MatchingModel.Mask(3, 2));
        for (var t = 3; t < 3 + Frames; t++) Assert.Equal(Step(model, fresh, t)[0].Probabilities, Step(model, session, t)[1].Probabilities);
    }

    [Fact]
    public void CorrectObject_AnotherMask_ForgetsWhatWasRemembered()
    {
        using var model = Open(2, true, true, false, fused: true, Recurrence.Temporal);
        using var session = model.CreateSession();
        using var fresh = model.CreateSession();
        session.AddObject(1, MatchingModel.Mask(0, 1));
        for (var t = 0; t < 5; t++) Step(model, session, t);
        session.CorrectObject(1, MatchingModel.Mask(1, 2));
        fresh.AddObject(1, MatchingModel.Mask(1, 2));
        for (var t = 5; t < 5 + Frames; t++) Assert.Equal(Step(model, fresh, t)[0].Probabilities, Step(model, session, t)[0].Probabilities);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_ManyFrames_LiveTensorsAndActivationsStay(bool fused)
    {
        using var model = Open(2, true, true, true, fused);
        using var session = Started(model, 2);
        var live = new List<long>();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        for (var t = 2; t < 40; t++)
        {
            Step(model, session, t);
            live.Add(TorchSharp.torch.Tensor.TotalCount + Rvos.Fused.Activation.LiveCount);
        }

        Assert.Single(live.Skip(3).Distinct());
    }

    [Fact]
    public void AddObject_Coarsely_WhatIsFoundTakesTheMasksPlace()
    {
        using var model = Prompted();
        using var session = model.CreateSession();
        using var given = model.CreateSession();
        var mask = MatchingModel.Mask(0, 1);
        var coarse = Array.ConvertAll(mask, m => 0.6f * m);
        session.AddObject(1, coarse, isCoarse: true);
        // Saved before its first frame, it is still known to be coarse.
        var saved = Saved(session);
        using var restored = model.CreateSession();
        restored.Load(saved);
        given.AddObject(1, coarse);
        Assert.Equal(Step(model, given, 0)[0].Probabilities, Step(model, session, 0)[0].Probabilities);
        Step(model, restored, 0);
        // From the next frame on the given mask would be read again, and the coarse one is not.
        var next = Step(model, session, 1)[0].Probabilities;
        Assert.NotEqual(Step(model, given, 1)[0].Probabilities, next);
        Assert.Equal(next, Step(model, restored, 1)[0].Probabilities);
    }

    [Fact]
    public void AddObject_CoarselyToAModelThatWasNotTrainedSo_Refused()
    {
        using var model = Open(0, true, false, false, fused: true);
        using var session = model.CreateSession();
        Assert.Contains("coarse", Assert.Throws<ArgumentException>(() => session.AddObject(1, MatchingModel.Mask(0, 1), isCoarse: true)).Message, StringComparison.Ordinal);
    }

    private static RvosModel Prompted()
    {
        var network = MatchingModel.Network(With(2, true, true, false));
        var description = Golden.Describe(network, MatchingModel.Height, MatchingModel.Width, Recurrence.SpatioTemporal) with { TakesCoarsePrompts = true };
        Assert.True(ModelDescription.Read(description.ToMetadata(), "a.safetensors").TakesCoarsePrompts);
        return RvosModel.From(network, description, new InferenceOptions { Precision = Precision.Float32 });
    }
}
