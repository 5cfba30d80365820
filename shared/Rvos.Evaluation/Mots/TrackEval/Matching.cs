using Rvos.Numerics;

namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>One-to-one matching with the greatest sum of scores. Where several are the greatest, the order of the objects decides.</summary>
internal static class Matching
{
    internal const double Epsilon = 2.220446049250313e-16;

    /// <summary>Matches true to found objects.</summary>
    /// <param name="truths">True objects.</param>
    /// <param name="results">Found objects.</param>
    /// <param name="pairs">Pairs that may match; each once.</param>
    /// <param name="score">Score of a pair; 0 is no match.</param>
    /// <returns>The matches, by true object.</returns>
    internal static IReadOnlyList<TrackPair> Solve(int truths, int results, IReadOnlyCollection<TrackPair> pairs, Func<TrackPair, double> score)
    {
        var scored = pairs.Select(p => (Pair: p, Score: score(p))).Where(p => p.Score > 0).OrderBy(p => p.Pair.Truth).ToArray();
        if (IsUnambiguous(truths, results, scored)) return scored.Select(p => p.Pair).ToArray();
        var costs = new double[truths, results];
        foreach (var (pair, value) in scored) costs[pair.Truth, pair.Result] = -value;
        var resultOf = HungarianAssignment.Solve(costs);
        return scored.Where(p => resultOf[p.Pair.Truth] == p.Pair.Result).Select(p => p.Pair).ToArray();
    }

    // Most frames are simple: no object has two others to choose from.
    private static bool IsUnambiguous(int truths, int results, (TrackPair Pair, double Score)[] scored)
    {
        var (isTruthTaken, isResultTaken) = (new bool[truths], new bool[results]);
        foreach (var (pair, _) in scored)
        {
            if (isTruthTaken[pair.Truth] || isResultTaken[pair.Result]) return false;
            (isTruthTaken[pair.Truth], isResultTaken[pair.Result]) = (true, true);
        }

        return true;
    }
}
