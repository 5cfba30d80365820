using Rvos.Fused;

namespace Rvos.Model.Inference;

/// <summary>What a frame contributes to all objects: the four cells' gates from the skip maps, (N,h,w,4c), coarsest first.</summary>
internal sealed class FusedFeatures(Activation[] gates, int height, int width) : IFrameFeatures
{
    public int Frames => gates[0].Frames;

    public int Height => height;

    public int Width => width;

    internal IReadOnlyList<Activation> Gates => gates;

    public void Dispose()
    {
        foreach (var map in gates) map.Dispose();
    }
}
