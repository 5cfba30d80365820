using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>What a cell reads in one step.</summary>
/// <param name="ObjectMaps">Everything but the skip map, concatenated: (N,n-s,h,w).</param>
/// <param name="ObjectWeight">The weights for it (4c,n-s,3,3).</param>
/// <param name="Shared">The skip map's share of the gates, with the bias: (N,4c,h,w).</param>
/// <param name="Cell">Cell map of the previous object (N,c,h,w), or null for zeros.</param>
public sealed record ConvLstmInput(Tensor ObjectMaps, Tensor ObjectWeight, Tensor Shared, Tensor? Cell);
