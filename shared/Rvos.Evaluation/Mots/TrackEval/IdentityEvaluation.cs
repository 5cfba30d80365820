namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>Identity metrics of one sequence. To have the fewest false positives and negatives is to have the most true positives: both numbers are those of
/// all masks less the true positives.</summary>
internal static class IdentityEvaluation
{
    private const double MatchFrom = 0.5;

    internal static IdentityScore Evaluate(TrackSequence sequence)
    {
        var common = new Dictionary<(int Truth, int Result), int>();
        foreach (var frame in sequence.Frames)
        {
            foreach (var match in frame.Pairs.Where(p => p.Value >= MatchFrom))
            {
                var pair = (frame.Truths[match.Truth], frame.Results[match.Result]);
                common[pair] = common.GetValueOrDefault(pair) + 1;
            }
        }

        var matches = Most(common);
        return new IdentityScore(matches, sequence.Counts.Truths - matches, sequence.Counts.Results - matches);
    }

    // Objects that agree nowhere are left out of the matrix: it stays small when there are very many ids.
    private static int Most(Dictionary<(int Truth, int Result), int> common)
    {
        var rows = common.Keys.Select(p => p.Truth).Distinct().Index().ToDictionary(r => r.Item, r => r.Index);
        var columns = common.Keys.Select(p => p.Result).Distinct().Index().ToDictionary(c => c.Item, c => c.Index);
        var pairs = common.Select(c => new TrackPair(rows[c.Key.Truth], columns[c.Key.Result], c.Value)).ToArray();
        return (int)Matching.Solve(rows.Count, columns.Count, pairs, p => p.Value).Sum(p => p.Value);
    }
}
