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
            for (var i = 0; i < frame.Truths.Length; i++)
            {
                for (var j = 0; j < frame.Results.Length; j++)
                {
                    if (frame.Iou[i, j] < MatchFrom) continue;
                    var pair = (frame.Truths[i], frame.Results[j]);
                    common[pair] = common.GetValueOrDefault(pair) + 1;
                }
            }
        }

        var matches = Most(common);
        return new IdentityScore(matches, sequence.Counts.Truths - matches, sequence.Counts.Results - matches);
    }

    // Objects that agree nowhere are left out of the matrix: it stays small for trackers with very many ids.
    private static int Most(Dictionary<(int Truth, int Result), int> common)
    {
        var rows = common.Keys.Select(p => p.Truth).Distinct().Index().ToDictionary(r => r.Item, r => r.Index);
        var columns = common.Keys.Select(p => p.Result).Distinct().Index().ToDictionary(c => c.Item, c => c.Index);
        var scores = new double[rows.Count, columns.Count];
        foreach (var ((truth, result), count) in common) scores[rows[truth], columns[result]] = count;
        return (int)Matching.Solve(scores).Select((column, row) => column < 0 ? 0 : scores[row, column]).Sum();
    }
}
