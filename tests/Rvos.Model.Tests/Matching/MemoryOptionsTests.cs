using Rvos.Model.Inference;
using Rvos.Model.Networks;
using Rvos.Weights;
using static Rvos.Model.Tests.Matching.MemoryModel;

namespace Rvos.Model.Tests.Matching;

/// <summary>Options of a network's memory: what they may be, in files, and between networks that have them and others.</summary>
public class MemoryOptionsTests
{
    [Theory]
    [MemberData(nameof(MemoryModel.Variants), MemberType = typeof(MemoryModel))]
    public void Read_MetadataOfANetwork_ReadsBack(int frames, bool mutual, bool features, bool shares)
    {
        using var network = MatchingModel.Network(With(frames, mutual, features, shares));
        Assert.Equal(network.Options, ModelDescription.Read(Golden.Describe(network, 64, 96, Recurrence.SpatioTemporal).ToMetadata(), "a.safetensors").Network);
    }

    [Fact]
    public void Validated_FeaturesOfNoFrames_SaysSo() =>
        Assert.Contains("features", Assert.Throws<ArgumentException>(() => With(0, false, true, false).Validated()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, false, false, false)]
    [InlineData(0, true, false, false)]
    public void Validated_WithoutMatching_SaysSo(int frames, bool mutual, bool features, bool shares) =>
        Assert.Contains("matching", Assert.Throws<ArgumentException>(() => (With(frames, mutual, features, shares) with { Matching = false }).Validated()).Message, StringComparison.Ordinal);

    [Fact]
    public void Apply_WeightsWithoutMemory_SameMasksAsBefore()
    {
        using var folder = new TemporaryWeights();
        TorchSharp.torch.manual_seed(8);
        var source = MatchingModel.Network();
        SafetensorsWriter.Write(folder.Path, NetworkWeights.ToData(source.state_dict().Select(e => (e.Key, e.Value)), bf16: false));
        TorchSharp.torch.manual_seed(9);
        var target = new RvosNetwork(With(2, true, true, false));
        Assert.Equal(source.state_dict().Count, WeightTransfer.Apply(folder.Path, target));
        using var before = RvosModel.From(source, Describe(source), new InferenceOptions { Precision = Precision.Float32 });
        using var after = RvosModel.From(target, Describe(target), new InferenceOptions { Precision = Precision.Float32 });
        var (expected, actual) = (Run(before), Run(after));
        for (var i = 0; i < expected.Count; i++) Golden.AssertClose(expected[i], actual[i], 1e-5);

        static ModelDescription Describe(RvosNetwork network) => Golden.Describe(network, MatchingModel.Height, MatchingModel.Width, Recurrence.SpatioTemporal);
    }

    [Theory]
    [InlineData(2, true, true, 2, true, false)]
    [InlineData(2, true, true, 2, false, true)]
    [InlineData(2, false, true, 0, false, false)]
    [InlineData(0, true, false, 2, false, true)]
    public void Apply_OtherMemory_MasksAndFeaturesKeepTheirChannels(int frames, bool mutual, bool features, int newFrames, bool newMutual, bool newFeatures)
    {
        using var folder = new TemporaryWeights();
        using var source = MatchingModel.Network(With(frames, mutual, features, false));
        using var target = MatchingModel.Network(With(newFrames, newMutual, newFeatures, false));
        SafetensorsWriter.Write(folder.Path, NetworkWeights.ToData(source.state_dict().Select(e => (e.Key, e.Value)), bf16: false));
        Assert.Equal(target.state_dict().Count, WeightTransfer.Apply(folder.Path, target));
        foreach (var (name, values) in target.state_dict().Where(e => e.Key.EndsWith(".Gates.weight", StringComparison.Ordinal)))
        {
            var before = source.state_dict()[name];
            var level = name.Contains($".{MaskMatcher.Level}.Gates", StringComparison.Ordinal) ? MaskMatcher.Level : 0;
            var (had, has) = (source.Options, target.Options);
            var masks = Math.Min(had.MaskChannels, has.MaskChannels);
            // Hidden maps lie at the end, half as many as there are gates.
            var (hidden, first) = (values.shape[0] / 2, values.shape[1] - values.shape[0] / 2 - has.GivenChannels(level));
            Same(values, 0, before, 0, first + masks);
            Same(values, values.shape[1] - hidden, before, before.shape[1] - hidden, hidden);
            var recalled = has.GivenChannels(level) - has.MaskChannels;
            if (recalled == 0) continue;
            if (had.Features) Same(values, first + has.MaskChannels, before, first + had.MaskChannels, recalled);
            else Assert.Equal(0, values.narrow(1, first + has.MaskChannels, recalled).abs().max().item<float>());
        }

        static void Same(TorchSharp.torch.Tensor a, long at, TorchSharp.torch.Tensor b, long bt, long count) =>
            Assert.Equal(b.narrow(1, bt, count).contiguous().data<float>().ToArray(), a.narrow(1, at, count).contiguous().data<float>().ToArray());
    }
}
