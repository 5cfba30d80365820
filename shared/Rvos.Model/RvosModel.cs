using Rvos.Fused;
using Rvos.Model.Inference;
using Rvos.Model.Networks;
using Rvos.Model.S2S;
using Rvos.Model.S2S.Inference;
using Rvos.Model.Sessions;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model;

/// <summary>A model ready to segment videos. Not safe for two threads at once.</summary>
public sealed class RvosModel : IDisposable
{
    private RvosModel(ModelDescription description, IInferenceEngine engine) => (Description, Engine) = (description, engine);

    /// <summary>What the weights file says.</summary>
    public ModelDescription Description { get; }

    /// <summary>What runs it.</summary>
    public IInferenceEngine Engine { get; }

    /// <summary>Opens a weights file.</summary>
    /// <exception cref="Rvos.Weights.WeightsFormatException">The file is damaged or of another network.</exception>
    /// <exception cref="ArgumentException">The device is unknown or absent.</exception>
    public static RvosModel Open(string path, InferenceOptions? options = null)
    {
        var (network, description) = NetworkWeights.Load(path);
        return From(network, description, options ?? new InferenceOptions());
    }

    /// <summary>Takes over a network.</summary>
    /// <param name="network">An <see cref="RvosNetwork"/> or an <see cref="S2sNetwork"/>.</param>
    /// <param name="description">What it is.</param>
    /// <param name="options">Where and how it runs.</param>
    /// <exception cref="ArgumentException">The device is unknown or absent.</exception>
    public static RvosModel From(nn.Module network, ModelDescription description, InferenceOptions options)
    {
        network.eval();
        var device = new Device(options.Device);
        if (device.type == DeviceType.CUDA && (!cuda.is_available() || device.index >= cuda.device_count()))
            throw new ArgumentException($"there is no device '{options.Device}' here");
        var capability = FusedRuntime.Capability;
        var narrow = options.Precision == Precision.BFloat16 || (options.Precision == Precision.Auto && (device.type == DeviceType.CUDA || capability >= Capability.BFloat16));
        if (device.type == DeviceType.CPU && options.Fused && capability != Capability.None && network is RvosNetwork fusible)
        {
            var engine = new FusedEngine(fusible, narrow && capability >= Capability.BFloat16 ? ElementType.BFloat16 : ElementType.Float32);
            network.Dispose();
            return new RvosModel(description, engine);
        }

        var type = narrow ? ScalarType.BFloat16 : ScalarType.Float32;
        if (device.type != DeviceType.CPU) network.to(device);
        return new RvosModel(description, network switch
        {
            RvosNetwork rvos => new TorchEngine(rvos, device, type),
            S2sNetwork s2s => new S2sEngine(s2s, device, type),
            _ => throw new ArgumentException($"no engine runs a {network.GetName()}", nameof(network)),
        });
    }

    /// <summary>Encodes frames of the input size, RGB bytes (N,H,W,3); the caller disposes the result.</summary>
    public IFrameFeatures Encode(ReadOnlySpan<byte> rgb, int frames) => Engine.Encode(rgb, frames, Description.InputHeight, Description.InputWidth);

    /// <summary>Starts a session for one video.</summary>
    public VideoSession CreateSession(SessionOptions? options = null) => new(Engine, Description, options ?? new SessionOptions());

    /// <inheritdoc/>
    public void Dispose() => Engine.Dispose();

}
