using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S;

/// <summary>What one frame gives for N objects.</summary>
/// <param name="Mask">Mask logits (N,1,H,W).</param>
/// <param name="Distances">Distance logits (N,classes,H,W), or null for a network without them.</param>
/// <param name="State">The objects' states after the frame.</param>
public sealed record S2sStep(Tensor Mask, Tensor? Distances, S2sState State);
