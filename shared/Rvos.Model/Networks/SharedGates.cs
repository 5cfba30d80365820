using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>The part of the four cells' gates that reads only the frame: the same for all its objects.</summary>
/// <param name="Maps">Gate contributions with bias (N,4c,h,w), coarsest first.</param>
/// <param name="ObjectWeights">Weights of the per-object part, in the maps' element type.</param>
/// <param name="Keys">Appearance keys (N,c,h,w) of networks that match masks, of length one, fp32; else null.</param>
public sealed record SharedGates(IReadOnlyList<Tensor> Maps, IReadOnlyList<Tensor> ObjectWeights, Tensor? Keys = null)
{
    /// <summary>The gates of some consecutive frames, without copying.</summary>
    public SharedGates Frames(long start, long count) => this with { Maps = Maps.Select(m => m.narrow(0, start, count)).ToArray(), Keys = Keys?.narrow(0, start, count) };
}
