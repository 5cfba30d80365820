namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>Objects of a frame that has any, without the ignored ones; ids count from 0 within the sequence.</summary>
/// <param name="Truths">Ids of the true objects.</param>
/// <param name="Results">Ids of the found objects.</param>
/// <param name="Pairs">Those that share a pixel, with their IoU; positions in the lists above. Few, since masks of one side share none.</param>
internal sealed record TrackFrame(int[] Truths, int[] Results, TrackPair[] Pairs)
{
    /// <summary>Whether both sides have objects.</summary>
    internal bool IsComparable => Truths.Length > 0 && Results.Length > 0;

    /// <summary>Matches one to one with the greatest sum of scores; a score of 0 is no match.</summary>
    internal IReadOnlyList<TrackPair> Match(Func<TrackPair, double> score) => Matching.Solve(Truths.Length, Results.Length, Pairs, score);
}
