using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>The skip maps of N frames at strides 32, 16, 8 and 4, coarsest first: (N,h,H/32,W/32), (N,h,H/16,W/16), (N,h/2,H/8,W/8),
/// (N,h/4,H/4,W/4), sizes rounded up (down for VGG-16).</summary>
/// <param name="Maps">The four maps.</param>
public sealed record FeaturePyramid(IReadOnlyList<Tensor> Maps)
{
    /// <summary>The maps of some consecutive frames, without copying.</summary>
    public FeaturePyramid Frames(long start, long count) => new(Maps.Select(m => m.narrow(0, start, count)).ToArray());
}
