using BenchmarkDotNet.Attributes;
using Rvos.Model;
using Rvos.Model.Inference;
using Rvos.Model.Networks;
using Rvos.Model.Sessions;
using static TorchSharp.torch;

namespace Rvos.Benchmarks;

/// <summary>Encoder and decoder at 256x448 on the CPU: the default path and plain operators in fp32. <c>rvos bench</c> measures the same as a table.</summary>
public class NetworkBenchmarks
{
    private const int Height = 256, Width = 448;

    private readonly byte[] frame = new byte[Height * Width * 3];
    private RvosModel model = null!;
    private IFrameFeatures features = null!;
    private VideoSession session = null!;

    /// <summary>The encoder.</summary>
    [Params(EncoderKind.ResNet18, EncoderKind.ResNet101)]
    public EncoderKind Encoder { get; set; }

    /// <summary>The default path, or plain operators in fp32.</summary>
    [Params(true, false)]
    public bool Fused { get; set; }

    /// <summary>Builds the network with fresh weights.</summary>
    [GlobalSetup]
    public void Setup()
    {
        manual_seed(1);
        new Random(1).NextBytes(frame);
        var network = new RvosNetwork(new NetworkOptions(Encoder));
        model = RvosModel.From(network, new ModelDescription("benchmark", network.Options, Recurrence.SpatioTemporal, Height, Width),
            new InferenceOptions("cpu", Fused ? Precision.Auto : Precision.Float32, Fused));
        features = model.Encode(frame, 1);
        session = model.CreateSession();
        session.AddObject(1, new float[Height * Width]);
    }

    /// <summary>Frees all native memory.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        session.Dispose();
        features.Dispose();
        model.Dispose();
    }

    /// <summary>One frame.</summary>
    [Benchmark]
    public void Encode() => model.Encode(frame, 1).Dispose();

    /// <summary>One object in one frame.</summary>
    [Benchmark]
    public IReadOnlyList<ObjectMask> Decode() => session.Step(features, 0);
}
