using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>Matches prediction slots to objects in the first frame of zero-shot clips.</summary>
public interface ISlotMatching
{
    /// <summary>True when the rows' weights are not reordered with the targets.</summary>
    bool KeepsRowWeights { get; }

    /// <summary>For each clip, the object (row of the targets) of each prediction slot.</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="logits">Mask logits of frame 0 (N,B,1,H,W).</param>
    int[][] Match(ClipBatch batch, Tensor logits);
}
