using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>What one pass over a batch of clips gives.</summary>
/// <param name="Loss">Scalar to call backward on.</param>
/// <param name="FrameLosses">Loss of each frame.</param>
/// <param name="Overlap">Mean intersection over union of the thresholded masks of present objects, without frame 0 (of clips of one frame: of that).</param>
/// <param name="Probabilities">Mask probabilities of each frame (N,B,1,H,W), detached.</param>
public sealed record StepResult(Tensor Loss, IReadOnlyList<double> FrameLosses, double Overlap, IReadOnlyList<Tensor> Probabilities);
