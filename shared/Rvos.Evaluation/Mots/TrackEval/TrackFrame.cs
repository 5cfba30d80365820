namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>Objects of a frame that has any, without the ignored ones; ids count from 0 within the sequence.</summary>
/// <param name="Truths">Ids of the true objects.</param>
/// <param name="Results">Ids of the found objects.</param>
/// <param name="Iou">(truths, results).</param>
internal sealed record TrackFrame(int[] Truths, int[] Results, double[,] Iou)
{
    /// <summary>Whether both sides have objects.</summary>
    internal bool IsComparable => Truths.Length > 0 && Results.Length > 0;
}
