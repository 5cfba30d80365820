using Rvos.Model.Inference;

namespace Rvos.Model.S2S.Inference;

/// <summary>What encoded frames contribute to their objects, as tensors.</summary>
internal sealed class S2sFeatures(S2sShared shared, int height, int width) : IFrameFeatures
{
    public int Frames => (int)shared.Frames.shape[0];

    public int Height => height;

    public int Width => width;

    internal S2sShared Shared => shared;

    public void Dispose()
    {
        foreach (var tensor in shared.All) tensor.Dispose();
    }
}
