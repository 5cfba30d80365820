using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>What an object keeps from frame to frame: hidden and cell maps (N,c,h,w) of each memory, at strides 32, 16 and 8.</summary>
/// <param name="Hidden">Hidden maps.</param>
/// <param name="Cell">Cell maps.</param>
public sealed record S2sState(IReadOnlyList<Tensor> Hidden, IReadOnlyList<Tensor> Cell);
