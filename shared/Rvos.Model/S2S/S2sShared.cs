using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>What frames contribute to the steps of all their objects, computed once.</summary>
/// <param name="Frames">The frames (N,3,H,W), normalised.</param>
/// <param name="Gates">Shares of the memories' gates with bias (N,4c,h,w), at strides 32, 16 and 8.</param>
/// <param name="Skips">Shares of the decoder's joining convolutions with bias (N,c,h,w), at strides 32, 16, 8, 4 and 2; of one pixel in a network without skip connections.</param>
public sealed record S2sShared(Tensor Frames, IReadOnlyList<Tensor> Gates, IReadOnlyList<Tensor> Skips)
{
    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> All => [Frames, .. Gates, .. Skips];

    /// <summary>Some consecutive frames, without copying.</summary>
    public S2sShared Slice(long start, long count) => Map(t => t.narrow(0, start, count));

    /// <summary>Given frames in a given order, one for each object: frames may come again.</summary>
    public S2sShared Choose(Tensor frames) => Map(t => t.index_select(0, frames));

    private S2sShared Map(Func<Tensor, Tensor> part) => new(part(Frames), Gates.Select(part).ToArray(), Skips.Select(part).ToArray());
}
