using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>What the encoder makes of N frames.</summary>
/// <param name="Frames">The frames themselves (N,3,H,W), normalised: an object's first state is made from them.</param>
/// <param name="Pooled">VGG's maps at strides 2, 4, 8, 16 and 32 (N,w..8w,h,w).</param>
/// <param name="Head">The head's map at stride 32 (N,8w,H/32,W/32).</param>
public sealed record S2sMaps(Tensor Frames, IReadOnlyList<Tensor> Pooled, Tensor Head)
{
    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> All => [Frames, .. Pooled, Head];

    /// <summary>Some consecutive frames, without copying.</summary>
    public S2sMaps Slice(long start, long count) => new(Frames.narrow(0, start, count), Pooled.Select(m => m.narrow(0, start, count)).ToArray(), Head.narrow(0, start, count));
}
