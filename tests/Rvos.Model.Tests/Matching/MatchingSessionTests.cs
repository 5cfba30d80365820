using Rvos.Model.Networks;
using Rvos.Model.Sessions;
using Rvos.Weights;

namespace Rvos.Model.Tests.Matching;

public class MatchingSessionTests
{
    [Fact]
    public void Step_FusedAndAsTrained_SameProbabilities()
    {
        using var fused = MatchingModel.Open(true);
        using var plain = MatchingModel.Open(false);
        var (expected, actual) = (Run(plain), Run(fused));
        for (var i = 0; i < expected.Count; i++) Golden.AssertClose(expected[i], actual[i], 5e-5);
    }

    [Fact]
    public void Step_FusedBFloat16_CloseToSingle()
    {
        using var narrow = MatchingModel.Open(true, Precision.BFloat16);
        using var plain = MatchingModel.Open(false);
        var (expected, actual) = (Run(plain), Run(narrow));
        for (var i = 0; i < expected.Count; i++) Assert.True(expected[i].Zip(actual[i], (a, b) => Math.Abs(a - b)).Average() < 0.02);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddObject_LateFrame_SameAsInASessionOfItsOwn(bool fused)
    {
        using var model = Temporal(fused);
        using var features = model.Encode(MatchingModel.Frames, 4);
        using var session = model.CreateSession();
        using var fresh = model.CreateSession();
        session.AddObject(1, MatchingModel.Mask(0, 1));
        session.Step(features, 0);
        session.Step(features, 1);
        session.AddObject(2, MatchingModel.Mask(2, 2));
        fresh.AddObject(2, MatchingModel.Mask(2, 2));
        for (var t = 2; t < 4; t++) Assert.Equal(fresh.Step(features, t)[0].Probabilities, session.Step(features, t)[1].Probabilities);
    }

    [Fact]
    public void CorrectObject_AnotherMask_IsTheReferenceFromThenOn()
    {
        using var model = Temporal(fused: true);
        using var features = model.Encode(MatchingModel.Frames, 4);
        using var session = model.CreateSession();
        using var fresh = model.CreateSession();
        session.AddObject(1, MatchingModel.Mask(0, 1));
        session.Step(features, 0);
        session.CorrectObject(1, MatchingModel.Mask(1, 2));
        fresh.AddObject(1, MatchingModel.Mask(1, 2));
        for (var t = 1; t < 4; t++) Assert.Equal(fresh.Step(features, t)[0].Probabilities, session.Step(features, t)[0].Probabilities);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_SavedSession_GoesOnByteForByte(bool fused)
    {
        using var model = MatchingModel.Open(fused);
        using var features = model.Encode(MatchingModel.Frames, 4);
        using var session = Started(model, features);
        using var restored = model.CreateSession();
        restored.Load(Saved(session));
        Assert.Equal(Saved(session).ToArray(), Saved(restored).ToArray());
        Assert.Equal(session.Step(features, 2).SelectMany(m => m.Probabilities), restored.Step(features, 2).SelectMany(m => m.Probabilities));
        Assert.Equal(Saved(session).ToArray(), Saved(restored).ToArray());
    }

    [Fact]
    public void Load_CutShort_InvalidDataAndTheSessionUnchanged()
    {
        using var model = MatchingModel.Open(fused: true);
        using var features = model.Encode(MatchingModel.Frames, 4);
        using var session = Started(model, features);
        var whole = Saved(session).ToArray();
        // The last bytes are those of the matching.
        foreach (var length in new[] { whole.Length - 1, whole.Length - 1000, whole.Length - 8000, 20 })
            Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(whole[..length])));
        Assert.Equal(whole, Saved(session).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_ManyFrames_LiveTensorsAndActivationsStay(bool fused)
    {
        using var model = MatchingModel.Open(fused);
        using var session = model.CreateSession();
        for (var o = 1; o <= 2; o++) session.AddObject(o, MatchingModel.Mask(0, o));
        var live = new List<long>();
        // What earlier tests left to the collector must not fall into the count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        for (var t = 0; t < 60; t++)
        {
            using (var features = model.Encode(MatchingModel.Frames.AsSpan(t % 4 * MatchingModel.Pixels * 3, MatchingModel.Pixels * 3), 1)) session.Step(features, 0);
            live.Add(TorchSharp.torch.Tensor.TotalCount + Rvos.Fused.Activation.LiveCount);
        }

        Assert.Single(live.Skip(3).Distinct());
    }

    [Fact]
    public void Apply_WeightsWithoutMatching_SameMasksAsBefore()
    {
        var path = Path.GetTempFileName();
        try
        {
            TorchSharp.torch.manual_seed(8);
            var source = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet18, 16, UsesMask: true, 8));
            SafetensorsWriter.Write(path, NetworkWeights.ToData(source.state_dict().Select(e => (e.Key, e.Value)), bf16: false));
            var target = MatchingModel.Network();
            Assert.Equal(source.state_dict().Count, WeightTransfer.Apply(path, target));
            using var before = RvosModel.From(source, Golden.Describe(source, MatchingModel.Height, MatchingModel.Width, Recurrence.SpatioTemporal), new InferenceOptions { Precision = Precision.Float32 });
            using var after = RvosModel.From(target, Golden.Describe(target, MatchingModel.Height, MatchingModel.Width, Recurrence.SpatioTemporal), new InferenceOptions { Precision = Precision.Float32 });
            var (expected, actual) = (Run(before), Run(after));
            for (var i = 0; i < expected.Count; i++) Golden.AssertClose(expected[i], actual[i], 1e-5);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_MetadataOfAMatchingNetwork_SaysSo()
    {
        using var network = MatchingModel.Network();
        var description = Golden.Describe(network, 64, 96, Recurrence.SpatioTemporal);
        var read = ModelDescription.Read(description.ToMetadata(), "a.safetensors");
        Assert.Equal(network.Options, read.Network);
        Assert.Contains("matching", read.Network.Summary, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (network.Options with { UsesMask = false }).Validated());
    }

    private static List<float[]> Run(RvosModel model)
    {
        using var features = model.Encode(MatchingModel.Frames, 4);
        using var session = model.CreateSession();
        for (var o = 1; o <= 2; o++) session.AddObject(o, MatchingModel.Mask(0, o));
        var probabilities = new List<float[]>();
        for (var t = 0; t < 4; t++)
        {
            if (t == 2) session.AddObject(3, MatchingModel.Mask(2, 3));
            probabilities.AddRange(session.Step(features, t).Select(m => m.Probabilities));
        }

        return probabilities;
    }

    private static RvosModel Temporal(bool fused)
    {
        var network = MatchingModel.Network();
        return RvosModel.From(network, Golden.Describe(network, MatchingModel.Height, MatchingModel.Width, Recurrence.Temporal), new InferenceOptions { Fused = fused, Precision = Precision.Float32 });
    }

    private static VideoSession Started(RvosModel model, Rvos.Model.Inference.IFrameFeatures features)
    {
        var session = model.CreateSession();
        session.AddObject(1, MatchingModel.Mask(0, 1));
        session.Step(features, 0);
        session.AddObject(2, MatchingModel.Mask(1, 2));
        session.AddObject(3, MatchingModel.Mask(1, 3));
        session.Step(features, 1);
        return session;
    }

    private static MemoryStream Saved(VideoSession session)
    {
        var stream = new MemoryStream();
        session.Save(stream);
        stream.Position = 0;
        return stream;
    }
}
