namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>Collects one class of one sequence as TrackEval prepares it: found objects that match none and lie by more than half in ignored regions are left out
/// before anything is measured.</summary>
internal sealed class TrackTally
{
    private const double MatchFrom = 0.5;
    private const double IgnoreAbove = 0.5;

    private readonly List<TrackFrame> frames = [];
    private readonly Dictionary<int, int> truthIds = [];
    private readonly Dictionary<int, int> resultIds = [];
    private int frameCount, truths, results;

    internal void Add(ClassFrame frame)
    {
        frameCount++;
        var kept = Kept(frame);
        if (frame.Truths.Length + kept.Length == 0) return;
        frames.Add(new TrackFrame(Renumber(frame.Truths, truthIds), Renumber(kept.Select(j => frame.Results[j]), resultIds), Pairs(frame, kept)));
        (truths, results) = (truths + frame.Truths.Length, results + kept.Length);
    }

    internal TrackingScore Score()
    {
        var sequence = new TrackSequence(frames, new TrackCounts(truths, results, truthIds.Count, resultIds.Count, frameCount));
        return new TrackingScore(HotaEvaluation.Evaluate(sequence), ClearEvaluation.Evaluate(sequence), IdentityEvaluation.Evaluate(sequence), sequence.Counts);
    }

    private static int[] Kept(ClassFrame frame)
    {
        var all = Enumerable.Range(0, frame.Results.Length).ToArray();
        if (!frame.IgnoredShare.Any(s => s > IgnoreAbove + Matching.Epsilon)) return all;
        var matches = Matching.Solve(frame.Truths.Length, frame.Results.Length, Pairs(frame, all), p => p.Value < MatchFrom - Matching.Epsilon ? 0 : p.Value);
        var matched = matches.Select(m => m.Result).ToHashSet();
        return all.Where(j => matched.Contains(j) || frame.IgnoredShare[j] <= IgnoreAbove + Matching.Epsilon).ToArray();
    }

    private static TrackPair[] Pairs(ClassFrame frame, int[] kept)
    {
        var pairs = new List<TrackPair>();
        for (var i = 0; i < frame.Truths.Length; i++)
        {
            for (var j = 0; j < kept.Length; j++)
                if (frame.Iou[i, kept[j]] is > 0 and var iou) pairs.Add(new TrackPair(i, j, iou));
        }

        return pairs.ToArray();
    }

    private static int[] Renumber(IEnumerable<int> ids, Dictionary<int, int> known) => ids.Select(id =>
    {
        if (!known.TryGetValue(id, out var index)) known.Add(id, index = known.Count);
        return index;
    }).ToArray();
}
