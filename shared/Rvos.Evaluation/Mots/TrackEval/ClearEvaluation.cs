namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>CLEAR of one sequence.</summary>
internal static class ClearEvaluation
{
    private const double MatchFrom = 0.5;
    private const double SamePairBonus = 1000;

    internal static ClearScore Evaluate(TrackSequence sequence)
    {
        var counts = sequence.Counts;
        if (counts.Truths == 0 || counts.Results == 0)
            return new ClearScore(0, 0, counts.Results, counts.Truths, 0, 0, 0, 0, counts.TruthTracks, 0, IsSkipped: true);

        var tracks = Enumerable.Range(0, counts.TruthTracks).Select(_ => new ClearTrack()).ToArray();
        var (matches, sum) = (0, 0.0);
        foreach (var frame in sequence.Frames)
        {
            foreach (var truth in frame.Truths) tracks[truth].Frames++;
            if (!frame.IsComparable) continue;
            var resultOf = Matching.Solve(Scores(frame, tracks));
            for (var i = 0; i < resultOf.Length; i++)
            {
                if (resultOf[i] < 0) continue;
                (matches, sum) = (matches + 1, sum + frame.Iou[i, resultOf[i]]);
                tracks[frame.Truths[i]].Match(frame.Results[resultOf[i]]);
            }

            foreach (var track in tracks) track.EndFrame();
        }

        var (tracked, notLost) = (tracks.Count(t => t.IsMostlyTracked), tracks.Count(t => !t.IsMostlyLost));
        return new ClearScore(
            counts.Frames, matches, counts.Results - matches, counts.Truths - matches, tracks.Sum(t => t.IdSwitches), tracks.Sum(t => t.Fragmentations),
            tracked, notLost - tracked, tracks.Length - notLost, sum, IsSkipped: false);
    }

    // A pair of the frame before is kept as long as it can be: this comes before the overlap.
    private static double[,] Scores(TrackFrame frame, ClearTrack[] tracks)
    {
        var scores = new double[frame.Truths.Length, frame.Results.Length];
        for (var i = 0; i < frame.Truths.Length; i++)
        {
            var previous = tracks[frame.Truths[i]].InFrameBefore;
            for (var j = 0; j < frame.Results.Length; j++)
            {
                var iou = frame.Iou[i, j];
                if (iou >= MatchFrom - Matching.Epsilon) scores[i, j] = iou + (previous == frame.Results[j] ? SamePairBonus : 0);
            }
        }

        return scores;
    }
}
