namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>A true and a found object that overlap somewhere.</summary>
/// <param name="steps">Number of thresholds.</param>
internal sealed class PairHistory(int steps)
{
    /// <summary>Sum over the frames of their share of all overlaps they have there.</summary>
    internal double Overlap { get; set; }

    /// <summary>Frames in which they were matched, for each threshold.</summary>
    internal int[] Matches { get; } = new int[steps];
}
