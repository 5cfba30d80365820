namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>HOTA of one sequence: objects are first aligned over all frames, then each frame is matched once for all thresholds.</summary>
internal sealed class HotaEvaluation
{
    private const int Steps = 19;
    private const double Step = 0.05;

    private readonly TrackSequence sequence;
    private readonly int[] truthFrames;
    private readonly int[] resultFrames;
    private readonly Dictionary<(int Truth, int Result), PairHistory> pairs = [];
    private readonly double[] overlaps = new double[Steps];

    private HotaEvaluation(TrackSequence sequence)
    {
        this.sequence = sequence;
        truthFrames = new int[sequence.Counts.TruthTracks];
        resultFrames = new int[sequence.Counts.ResultTracks];
    }

    internal static HotaScore Evaluate(TrackSequence sequence)
    {
        var evaluation = new HotaEvaluation(sequence);
        foreach (var frame in sequence.Frames) evaluation.Align(frame);
        foreach (var frame in sequence.Frames.Where(f => f.IsComparable)) evaluation.Match(frame);
        return new HotaScore(Enumerable.Range(0, Steps).Select(evaluation.At).ToArray());
    }

    // TrackEval's thresholds are sums, not products: 0.15 is 0.15000000000000002 there.
    private static double Alpha(int step) => Step + step * Step;

    private void Align(TrackFrame frame)
    {
        foreach (var truth in frame.Truths) truthFrames[truth]++;
        foreach (var result in frame.Results) resultFrames[result]++;
        var (ofTruth, ofResult) = (new double[frame.Truths.Length], new double[frame.Results.Length]);
        foreach (var (i, j, iou) in frame.Pairs) (ofTruth[i], ofResult[j]) = (ofTruth[i] + iou, ofResult[j] + iou);
        foreach (var (i, j, iou) in frame.Pairs)
        {
            var key = (frame.Truths[i], frame.Results[j]);
            if (!pairs.TryGetValue(key, out var pair)) pairs.Add(key, pair = new PairHistory(Steps));
            var all = ofTruth[i] + ofResult[j] - iou;
            if (all > Matching.Epsilon) pair.Overlap += iou / all;
        }
    }

    private void Match(TrackFrame frame)
    {
        foreach (var match in frame.Match(p => Alignment(frame.Truths[p.Truth], frame.Results[p.Result]) * p.Value))
        {
            var pair = pairs[(frame.Truths[match.Truth], frame.Results[match.Result])];
            for (var step = 0; step < Steps && match.Value >= Alpha(step) - Matching.Epsilon; step++)
            {
                pair.Matches[step]++;
                overlaps[step] += match.Value;
            }
        }
    }

    private double Alignment(int truth, int result)
    {
        var overlap = pairs[(truth, result)].Overlap;
        return overlap / (truthFrames[truth] + resultFrames[result] - overlap);
    }

    private HotaThreshold At(int step)
    {
        var (matches, accuracy, recall, precision) = (0, 0.0, 0.0, 0.0);
        foreach (var ((truth, result), pair) in pairs)
        {
            double common = pair.Matches[step];
            matches += pair.Matches[step];
            accuracy += common * (common / Math.Max(1, truthFrames[truth] + resultFrames[result] - common));
            recall += common * (common / truthFrames[truth]);
            precision += common * (common / resultFrames[result]);
        }

        var of = Math.Max(1, matches);
        return new HotaThreshold(
            Alpha(step), matches, sequence.Counts.Truths - matches, sequence.Counts.Results - matches,
            accuracy / of, recall / of, precision / of, HotaScore.LocalisationOf(overlaps[step], matches));
    }
}
