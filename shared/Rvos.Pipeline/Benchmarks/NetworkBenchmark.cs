using System.Runtime.InteropServices;
using Rvos.Fused;
using Rvos.Libtorch;
using Rvos.Model;
using Rvos.Model.Inference;
using Rvos.Model.Networks;
using Rvos.Model.Sessions;
using static TorchSharp.torch;

namespace Rvos.Pipeline.Benchmarks;

/// <summary>Measures networks of full width with fresh weights at 256x448: the time does not depend on what they have learnt.</summary>
public sealed class NetworkBenchmark(string device, int repeats, TimeProvider time)
{
    private const int Height = 256, Width = 448, Batch = 4;

    /// <summary>Numbers of objects measured.</summary>
    public static IReadOnlyList<int> ObjectCounts { get; } = [1, 3, 5, 10];

    /// <summary>What it runs on.</summary>
    public string Machine => $"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, convolutions {FusedRuntime.Capability}, {device}";

    /// <summary>Measures one network on both paths.</summary>
    public NetworkTiming Measure(EncoderKind encoder, CancellationToken cancellation)
    {
        var plain = Measure(encoder, new InferenceOptions(device, Precision.Float32, Fused: false), cancellation, out _);
        var best = Measure(encoder, new InferenceOptions(device), cancellation, out var path);
        return new NetworkTiming(encoder.ToString(), path, plain, best);
    }

    private EngineTiming Measure(EncoderKind encoder, InferenceOptions options, CancellationToken cancellation, out string path)
    {
        TorchRuntime.Load();
        manual_seed(1);
        var network = new RvosNetwork(new NetworkOptions(encoder));
        using var model = RvosModel.From(network, new ModelDescription(encoder.ToString(), network.Options, Recurrence.SpatioTemporal, Height, Width), options);
        path = model.Engine.Description;
        var frames = new byte[Batch * Height * Width * 3];
        for (var i = 0; i < frames.Length; i++) frames[i] = (byte)(i * 2654435761u >> 24);
        var encode = Median(() => model.Encode(frames, Batch).Dispose(), cancellation) / Batch;
        using var features = model.Encode(frames, Batch);
        return new EngineTiming(encode, ObjectCounts.Select(count => new ObjectTiming(count, Decode(model, features, count, cancellation))).ToArray());
    }

    private double Decode(RvosModel model, IFrameFeatures features, int count, CancellationToken cancellation)
    {
        using var session = model.CreateSession(new SessionOptions());
        var mask = new float[Height * Width];
        mask.AsSpan(0, mask.Length / 4).Fill(1);
        for (var id = 1; id <= count; id++) session.AddObject(id, mask);
        var frame = 0;
        return Median(() => session.Step(features, frame++ % Batch), cancellation);
    }

    private double Median(Action work, CancellationToken cancellation)
    {
        work();
        var samples = new double[repeats];
        for (var i = 0; i < repeats; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = time.GetTimestamp();
            work();
            samples[i] = time.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(samples);
        return Math.Round(samples[repeats / 2], 2);
    }
}
