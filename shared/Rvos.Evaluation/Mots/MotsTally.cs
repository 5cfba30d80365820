namespace Rvos.Evaluation.Mots;

/// <summary>Counts one class in one sequence by the rules of mots_tools. Masks of a frame share no pixel, so pairs above an IoU of 0.5 are one to one.</summary>
internal sealed class MotsTally
{
    private const double MatchAbove = 0.5;
    private const double IgnoreAbove = 0.5;

    private readonly Dictionary<int, TrackHistory> truths = [];
    private readonly HashSet<int> results = [];
    private int frames, truthMasks, resultMasks, matches, ignored;
    private double softMatches, frameOverlaps;

    internal void Add(ClassFrame frame)
    {
        var (count, sum) = (0, 0.0);
        var isMatched = new bool[frame.Results.Length];
        for (var i = 0; i < frame.Truths.Length; i++)
        {
            var match = TrackHistory.Unmatched;
            for (var j = 0; j < frame.Results.Length; j++)
            {
                if (frame.Iou[i, j] <= MatchAbove) continue;
                (count, sum, match, isMatched[j]) = (count + 1, sum + frame.Iou[i, j], frame.Results[j], true);
            }

            if (!truths.TryGetValue(frame.Truths[i], out var history)) truths.Add(frame.Truths[i], history = new TrackHistory());
            history.Add(match);
        }

        for (var j = 0; j < isMatched.Length; j++)
            if (!isMatched[j] && frame.IgnoredShare[j] > IgnoreAbove) ignored++;
        results.UnionWith(frame.Results);
        (frames, truthMasks, resultMasks) = (frames + 1, truthMasks + frame.Truths.Length, resultMasks + frame.Results.Length);
        (matches, softMatches, frameOverlaps) = (matches + count, softMatches + sum, frameOverlaps + (count > 0 ? sum / count : 1));
    }

    internal MotsScore Score()
    {
        var (tracked, lost) = (truths.Values.Count(t => t.IsMostlyTracked), truths.Values.Count(t => t.IsMostlyLost));
        return new MotsScore(
            frames, truthMasks, resultMasks, truths.Count, results.Count, matches, resultMasks - matches - ignored, truthMasks - matches, ignored,
            truths.Values.Sum(t => t.IdSwitches), truths.Values.Sum(t => t.Fragments), tracked, truths.Count - tracked - lost, lost, softMatches, frameOverlaps);
    }
}
