using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>What one object leaves behind in the four cells: hidden maps (N,c,h,w), read in time by the same object and in space by the
/// next one, and cell maps of the same shape, read in space only.</summary>
/// <param name="Hidden">Hidden maps, coarsest first.</param>
/// <param name="Cell">Cell maps, coarsest first.</param>
public sealed record CellState(IReadOnlyList<Tensor> Hidden, IReadOnlyList<Tensor> Cell);
