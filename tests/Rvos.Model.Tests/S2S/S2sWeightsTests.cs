using Rvos.Model.S2S;
using Rvos.Weights;
using Rvos.Weights.Models;

namespace Rvos.Model.Tests.S2S;

public sealed class S2sWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("s2s-weights").FullName;

    private string Path => System.IO.Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0, false, false, "s2s")]
    [InlineData(1, true, false, "s2s++")]
    [InlineData(2, true, true, "s2s++")]
    public void Open_WrittenFile_IsTheSameModel(int memories, bool skips, bool distances, string architecture)
    {
        var options = new S2sOptions(8, memories, skips, distances, 20, 10, 4, 4);
        using var network = new S2sNetwork(options);
        var metadata = S2sModel.Describe(options).ToMetadata();
        Assert.Equal(architecture, metadata["architecture"]);
        Save(network, metadata);
        using var written = RvosModel.From(network, S2sModel.Describe(options), new InferenceOptions("cpu", Precision.Float32));
        using var model = RvosModel.Open(Path, new InferenceOptions("cpu", Precision.Float32));
        Assert.Equal(S2sModel.Describe(options), model.Description);
        Assert.Equal(Masks(written), Masks(model));
        Assert.Equal(new ModelSummary("x", true, S2sModel.Width, S2sModel.Height), ModelSummary.Read("x", Path));
    }

    [Theory]
    [InlineData("architecture", "s3s", "architecture 's3s'")]
    [InlineData("width", "8.5", "width '8.5'")]
    [InlineData("width", "9", "width 9")]
    [InlineData("skip_memories", "7", "7 skip-memories")]
    [InlineData("distances", "maybe", "distances 'maybe'")]
    [InlineData("distance_bin", "0", "bin 0")]
    [InlineData("head_factor", "99999", "head factor")]
    [InlineData("input_height", "100", "multiple of 32")]
    [InlineData("skip_connections", null, "'skip_connections'")]
    public void Open_BadMetadata_ThrowsNamingIt(string key, string? value, string message)
    {
        var options = new S2sOptions(8, HeadFactor: 4, InitialiserFactor: 4);
        using var network = new S2sNetwork(options);
        var metadata = S2sModel.Describe(options).ToMetadata();
        if (value is null) metadata.Remove(key);
        else metadata[key] = value;
        Save(network, metadata);
        Assert.Contains(message, Assert.Throws<WeightsFormatException>(() => RvosModel.Open(Path)).Message);
    }

    [Fact]
    public void Open_TensorsOfAnotherShape_ThrowsNamingOne()
    {
        using var network = new S2sNetwork(new S2sOptions(8, HeadFactor: 4, InitialiserFactor: 4));
        Save(network, S2sModel.Describe(new S2sOptions(8, HeadFactor: 8, InitialiserFactor: 4)).ToMetadata());
        Assert.Contains("encoder.out.0.weight", Assert.Throws<WeightsFormatException>(() => RvosModel.Open(Path)).Message);
    }

    private void Save(S2sNetwork network, Dictionary<string, string> metadata) =>
        SafetensorsWriter.Write(Path, NetworkWeights.ToData(network.state_dict().Select(e => (e.Key, e.Value)), bf16: false), metadata);

    private static float[] Masks(RvosModel model)
    {
        using var features = model.Encode(S2sModel.Frames(), 4);
        using var session = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        return Enumerable.Range(0, 4).SelectMany(t => session.Step(features, t)[0].Probabilities).ToArray();
    }
}
