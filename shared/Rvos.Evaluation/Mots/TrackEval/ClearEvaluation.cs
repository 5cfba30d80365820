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
        // Tracks of the frame before: only these and the new ones change at the end of a frame.
        var active = new HashSet<ClearTrack>();
        foreach (var frame in sequence.Frames)
        {
            foreach (var truth in frame.Truths) tracks[truth].Frames++;
            if (!frame.IsComparable) continue;
            var found = new HashSet<ClearTrack>();
            foreach (var match in frame.Match(p => Score(frame, p, tracks)))
            {
                var track = tracks[frame.Truths[match.Truth]];
                track.Match(frame.Results[match.Result]);
                found.Add(track);
                (matches, sum) = (matches + 1, sum + match.Value);
            }

            active.UnionWith(found);
            foreach (var track in active) track.EndFrame();
            active = found;
        }

        var (tracked, notLost) = (tracks.Count(t => t.IsMostlyTracked), tracks.Count(t => !t.IsMostlyLost));
        return new ClearScore(
            counts.Frames, matches, counts.Results - matches, counts.Truths - matches, tracks.Sum(t => t.IdSwitches), tracks.Sum(t => t.Fragmentations),
            tracked, notLost - tracked, tracks.Length - notLost, sum, IsSkipped: false);
    }

    // A pair of the frame before is kept as long as it can be: this comes before the overlap.
    private static double Score(TrackFrame frame, TrackPair pair, ClearTrack[] tracks)
    {
        if (pair.Value < MatchFrom - Matching.Epsilon) return 0;
        return pair.Value + (tracks[frame.Truths[pair.Truth]].InFrameBefore == frame.Results[pair.Result] ? SamePairBonus : 0);
    }
}
