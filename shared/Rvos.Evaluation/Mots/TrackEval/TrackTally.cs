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
        var iou = frame.Iou;
        if (kept.Length < frame.Results.Length)
        {
            iou = new double[frame.Truths.Length, kept.Length];
            for (var i = 0; i < frame.Truths.Length; i++)
                for (var j = 0; j < kept.Length; j++) iou[i, j] = frame.Iou[i, kept[j]];
        }

        frames.Add(new TrackFrame(Renumber(frame.Truths, truthIds), Renumber(kept.Select(j => frame.Results[j]), resultIds), iou));
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
        var scores = new double[frame.Truths.Length, frame.Results.Length];
        for (var i = 0; i < frame.Truths.Length; i++)
            foreach (var j in all) scores[i, j] = frame.Iou[i, j] < MatchFrom - Matching.Epsilon ? 0 : frame.Iou[i, j];
        var matched = Matching.Solve(scores).ToHashSet();
        return all.Where(j => matched.Contains(j) || frame.IgnoredShare[j] <= IgnoreAbove + Matching.Epsilon).ToArray();
    }

    private static int[] Renumber(IEnumerable<int> ids, Dictionary<int, int> known) => ids.Select(id =>
    {
        if (!known.TryGetValue(id, out var index)) known.Add(id, index = known.Count);
        return index;
    }).ToArray();
}
