using Rvos.Fused;

namespace Rvos.Model.Inference;

/// <summary>What a frame contributes to all objects: the four cells' gates from the skip maps, (N,h,w,4c), coarsest first.</summary>
internal sealed class FusedFeatures(Activation[] gates, Activation? keys, int height, int width) : IFrameFeatures
{
    public int Frames => gates[0].Frames;

    public int Height => height;

    public int Width => width;

    internal IReadOnlyList<Activation> Gates => gates;

    /// <summary>Keys (N,h,w,c) before they are brought to length one; null for networks that do not match masks.</summary>
    internal Activation? Keys => keys;

    public void Dispose()
    {
        keys?.Dispose();
        foreach (var map in gates) map.Dispose();
    }
}
