using System.Reflection;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Rvos.Model.Networks;
using Rvos.Weights;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Import;

/// <summary>The imported ImageNet encoder beside ONNX Runtime on the original file.</summary>
public sealed class ImageNetEncoderTests : IDisposable
{
    private const int Side = 224;

    // What the graph calls the ends of its second blocks, coarsest first; the last stage has a third block, which is left out.
    private static readonly string[] Stages = ["ReLU379_Output_0", "ReLU347_Output_0", "ReLU315_Output_0", "ReLU283_Output_0"];

    private static readonly string Package = typeof(ImageNetEncoderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "EncoderPackage").Value!;

    private readonly string path = Path.GetTempFileName();

    [Fact]
    public void Import_ResNet18OfTheFeaturizer_GivesTheFeaturesThatOnnxRuntimeGives()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Package, "ResNet18Onnx", "ResNet18.onnx"));
        var input = OnnxInput.Of(OnnxGraph.Load(Path.Combine(Package, "ResNetPrepOnnx", "ResNetPreprocess.onnx")));
        Assert.True(input.IsBgr);
        Assert.Equal([103.06, 115.90, 123.15], input.Mean.Select(m => Math.Round(m, 2)));
        var imported = OnnxEncoderImporter.Import(OnnxGraph.Parse(bytes, "ResNet18.onnx"), input);
        Assert.Equal(["encoder.base.layer4.2"], imported.DroppedKeys);
        imported.Save(path);

        var rgb = Picture();
        var (expected, actual) = (RunOriginal(bytes, rgb, input), RunOwn(rgb));
        for (var s = 0; s < Stages.Length; s++)
        {
            Assert.Equal(expected[s].Length, actual[s].Length);
            var scale = expected[s].Average(Math.Abs);
            var errors = expected[s].Zip(actual[s], (a, b) => Math.Abs(a - b)).ToArray();
            // At the border zeros stand for another colour, by half a grey value.
            Assert.True(errors.Average() < 0.002 * scale, $"{Stages[s]}: mean error {errors.Average()} of {scale}");
            Assert.True(errors.Max() < 0.5 * scale, $"{Stages[s]}: greatest error {errors.Max()} of {scale}");
        }
    }

    [Fact]
    public void Load_AnEncoderAsAModel_SaysWhatItIs()
    {
        OnnxEncoderImporter.Import(OnnxGraph.Load(Path.Combine(Package, "ResNet18Onnx", "ResNet18.onnx"))).Save(path);
        Assert.Contains("initialWeights", Assert.Throws<WeightsFormatException>(() => NetworkWeights.Load(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(path);

    // A real frame, enlarged.
    private static byte[] Picture()
    {
        var rgb = new byte[Side * Side * 3];
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                Matching.MatchingModel.Frames.AsSpan((y * Matching.MatchingModel.Height / Side * Matching.MatchingModel.Width + x * Matching.MatchingModel.Width / Side) * 3, 3).CopyTo(rgb.AsSpan((y * Side + x) * 3));
        return rgb;
    }

    private float[][] RunOwn(byte[] rgb)
    {
        using var network = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet18, 64, UsesMask: true, Matching: true));
        Assert.Equal(100, WeightTransfer.Apply(path, network));
        network.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return network.Encoder.Backbone.forward(Golden.Normalised(rgb, [1, Side, Side, 3])).Select(Golden.Values).ToArray();
    }

    private static float[][] RunOriginal(byte[] model, byte[] rgb, OnnxInput input)
    {
        var values = new float[3 * Side * Side];
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < Side * Side; i++) values[c * Side * Side + i] = rgb[i * 3 + (input.IsBgr ? 2 - c : c)] - (float)input.Mean[c];
        using var session = new InferenceSession([.. model, .. Outputs()]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], new DenseTensor<float>(values, [1, 3, Side, Side]))], Stages);
        return results.Select(r => r.AsEnumerable<float>().ToArray()).ToArray();
    }

    // Messages that follow each other are merged: a graph of outputs alone adds them to the file's.
    private static byte[] Outputs()
    {
        var graph = Stages.SelectMany(s => Field(12, Field(1, System.Text.Encoding.UTF8.GetBytes(s)))).ToArray();
        return Field(7, graph);
    }

    private static byte[] Field(int number, byte[] value)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(value));
        }

        return stream.ToArray();
    }
}
