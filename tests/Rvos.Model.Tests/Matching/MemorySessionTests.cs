using Rvos.Model.Inference;
using Rvos.Model.Networks;
using Rvos.Model.Sessions;
using Rvos.Weights;

namespace Rvos.Model.Tests.Matching;

/// <summary>Sessions of networks that remember frames, match mutually and share pixels out.</summary>
public class MemorySessionTests
{
    private const int Frames = 9;

    public static TheoryData<int, bool, bool, bool> Variants => new()
    {
        { 2, false, false, false }, { 0, true, false, false }, { 2, true, false, true }, { 3, true, false, false }, { 2, false, true, false }, { 0, true, true, false }, { 3, true, true, true },
    };

    [Theory]
    [MemberData(nameof(Variants))]
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
    public void Load_SavedSession_GoesOnByteForByte(bool fused)
    {
        using var model = Open(2, true, true, true, fused);
        using var session = Started(model, 7);
        using var restored = model.CreateSession();
        restored.Load(Saved(session));
        Assert.Equal(Saved(session).ToArray(), Saved(restored).ToArray());
        for (var t = 7; t < 12; t++) Assert.Equal(Step(model, session, t).SelectMany(m => m.Probabilities), Step(model, restored, t).SelectMany(m => m.Probabilities));
        Assert.Equal(Saved(session).ToArray(), Saved(restored).ToArray());
    }

    [Fact]
    public void Load_SessionOfAVersionWithoutMemory_GoesOnFromTheGivenFrame()
    {
        // Mutual matching alone writes the first version, and has the same bytes of everything but the memory.
        using var old = Open(0, true, false, false, fused: true);
        using var model = Open(2, true, false, false, fused: true);
        using var session = Started(old, 7);
        using var restored = model.CreateSession();
        restored.Load(Saved(session));
        Assert.Equal(7, restored.FrameCount);
        Golden.AssertClose(Step(old, session, 7)[0].Probabilities, Step(model, restored, 7)[0].Probabilities, 1e-6);
    }

    [Fact]
    public void Load_DamagedMemory_InvalidDataAndTheSessionUnchanged()
    {
        using var model = Open(2, true, false, false, fused: true);
        using var session = Started(model, 7);
        var whole = Saved(session).ToArray();
        foreach (var length in new[] { whole.Length - 1, whole.Length - 700, whole.Length - 9000 }) Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(whole[..length])));
        // The number of remembered frames of the last object: behind it lie the age, the index and the mask of 8x14 places of the only one, of age 4.
        var damaged = (byte[])whole.Clone();
        damaged[^(12 + 8 * 14 * 4 + 4)] = 200;
        Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(damaged)));
        Assert.Equal(whole, Saved(session).ToArray());
    }

    [Fact]
    public void Save_LongVideo_BytesDoNotGrow()
    {
        using var model = Open(3, true, true, false, fused: true);
        using var session = Started(model, 2);
        var sizes = new List<long>();
        for (var t = 2; t < 70; t++)
        {
            Step(model, session, t);
            sizes.Add(Saved(session).Length);
        }

        Assert.Equal(sizes[..12].Max(), sizes.Max());
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

    [Theory]
    [MemberData(nameof(Variants))]
    public void Read_MetadataOfANetwork_ReadsBack(int frames, bool mutual, bool features, bool shares)
    {
        using var network = MatchingModel.Network(With(frames, mutual, features, shares));
        Assert.Equal(network.Options, ModelDescription.Read(Golden.Describe(network, 64, 96, Recurrence.SpatioTemporal).ToMetadata(), "a.safetensors").Network);
    }

    [Fact]
    public void Validated_FeaturesOfNoFrames_SaysSo() =>
        Assert.Contains("features", Assert.Throws<ArgumentException>(() => With(0, false, true, false).Validated()).Message, StringComparison.Ordinal);

    [Fact]
    public void Apply_WeightsWithoutMemory_SameMasksAsBefore()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("rvos-memory-").FullName, "source.safetensors");
        TorchSharp.torch.manual_seed(8);
        var source = MatchingModel.Network();
        SafetensorsWriter.Write(path, NetworkWeights.ToData(source.state_dict().Select(e => (e.Key, e.Value)), bf16: false));
        TorchSharp.torch.manual_seed(9);
        var target = new RvosNetwork(With(2, true, true, false));
        Assert.Equal(source.state_dict().Count, WeightTransfer.Apply(path, target));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        using var before = RvosModel.From(source, Describe(source), new InferenceOptions { Precision = Precision.Float32 });
        using var after = RvosModel.From(target, Describe(target), new InferenceOptions { Precision = Precision.Float32 });
        var (expected, actual) = (Run(before), Run(after));
        for (var i = 0; i < expected.Count; i++) Golden.AssertClose(expected[i], actual[i], 1e-5);

        static ModelDescription Describe(RvosNetwork network) => Golden.Describe(network, MatchingModel.Height, MatchingModel.Width, Recurrence.SpatioTemporal);
    }

    [Theory]
    [InlineData(1, false, false, false)]
    [InlineData(0, true, false, false)]
    public void Validated_WithoutMatching_SaysSo(int frames, bool mutual, bool features, bool shares) =>
        Assert.Contains("matching", Assert.Throws<ArgumentException>(() => (With(frames, mutual, features, shares) with { Matching = false }).Validated()).Message, StringComparison.Ordinal);

    private static NetworkOptions With(int frames, bool mutual, bool features, bool shares) =>
        MatchingModel.Options with { MemoryFrames = frames, Mutual = mutual, Features = features, SoftAggregation = shares };

    private static RvosModel Open(int frames, bool mutual, bool features, bool shares, bool fused, Recurrence recurrence = Recurrence.SpatioTemporal) =>
        MatchingModel.Open(fused, options: With(frames, mutual, features, shares), recurrence: recurrence);

    private static RvosModel Prompted()
    {
        var network = MatchingModel.Network(With(2, true, true, false));
        var description = Golden.Describe(network, MatchingModel.Height, MatchingModel.Width, Recurrence.SpatioTemporal) with { TakesCoarsePrompts = true };
        Assert.True(ModelDescription.Read(description.ToMetadata(), "a.safetensors").TakesCoarsePrompts);
        return RvosModel.From(network, description, new InferenceOptions { Precision = Precision.Float32 });
    }

    private static List<float[]> Run(RvosModel model)
    {
        using var session = model.CreateSession();
        for (var o = 1; o <= 2; o++) session.AddObject(o, MatchingModel.Mask(0, o));
        return Enumerable.Range(0, Frames).SelectMany(t => Step(model, session, t).Select(m => m.Probabilities)).ToList();
    }

    private static VideoSession Started(RvosModel model, int frames)
    {
        var session = model.CreateSession();
        for (var o = 1; o <= 2; o++) session.AddObject(o, MatchingModel.Mask(0, o));
        for (var t = 0; t < frames; t++) Step(model, session, t);
        return session;
    }

    private static IReadOnlyList<ObjectMask> Step(RvosModel model, VideoSession session, int frame)
    {
        using IFrameFeatures features = model.Encode(MatchingModel.Frames.AsSpan(frame % 4 * MatchingModel.Pixels * 3, MatchingModel.Pixels * 3), 1);
        return session.Step(features, 0);
    }

    private static MemoryStream Saved(VideoSession session)
    {
        var stream = new MemoryStream();
        session.Save(stream);
        stream.Position = 0;
        return stream;
    }
}
