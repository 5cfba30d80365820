using Rvos.Model.Networks;

namespace Rvos.Model.Inference;

/// <summary>Shared gates of encoded frames as tensors.</summary>
internal sealed class TorchFeatures(SharedGates shared, int height, int width) : IFrameFeatures
{
    public int Frames => (int)shared.Maps[0].shape[0];

    public int Height => height;

    public int Width => width;

    internal SharedGates Shared => shared;

    public void Dispose()
    {
        foreach (var tensor in shared.Maps.Concat(shared.ObjectWeights)) tensor.Dispose();
        shared.Keys?.Dispose();
    }
}
