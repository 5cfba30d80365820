using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>What matching finds of an object in a frame, as shares of places at stride 8, in [0,1].</summary>
/// <param name="Height">Rows of places h.</param>
/// <param name="Width">Columns of places w.</param>
/// <param name="Reference">The mask found by the keys of the frame in which it was given (h,w).</param>
/// <param name="Carried">The mask found nearby in the frame before (h,w).</param>
/// <param name="Recalled">What is recalled from the given frame and the remembered ones (h,w): nothing, the object's part, or the object's and the background's.</param>
/// <param name="Features">Recalled hidden maps (h,w) channel by channel; empty for networks that recall none.</param>
public sealed record MatchedMasks(int Height, int Width, float[] Reference, float[] Carried, IReadOnlyList<float[]> Recalled, IReadOnlyList<float[]> Features)
{
    /// <summary>All as one tensor (1,m,h,w).</summary>
    internal Tensor ToTensor() => tensor(Reference.Concat(Carried).Concat(Recalled.SelectMany(r => r)).ToArray(), [1, 2 + Recalled.Count, Height, Width]);

    /// <summary>Recalled features as a tensor (1,f,h,w), or null.</summary>
    internal Tensor? FeaturesTensor() => Features.Count == 0 ? null : tensor(Features.SelectMany(f => f).ToArray(), [1, Features.Count, Height, Width]);
}
