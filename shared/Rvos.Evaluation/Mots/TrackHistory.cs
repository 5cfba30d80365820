namespace Rvos.Evaluation.Mots;

/// <summary>What a true object was matched with, over the frames in which it exists: its absence is no gap.</summary>
internal sealed class TrackHistory
{
    /// <summary>Stands for "no match".</summary>
    internal const int Unmatched = -1;

    private const double TrackedAbove = 0.8;
    private const double LostBelow = 0.2;

    private readonly List<int> matches = [];
    private int matched;

    internal bool IsMostlyTracked => Share > TrackedAbove;

    internal bool IsMostlyLost => Share < LostBelow;

    /// <summary>Matches that differ from the last one, however long ago that was.</summary>
    internal int IdSwitches
    {
        get
        {
            var (count, last) = (0, Unmatched);
            foreach (var match in matches.Where(m => m != Unmatched))
            {
                if (last != Unmatched && last != match) count++;
                last = match;
            }

            return count;
        }
    }

    /// <summary>As mots_tools counts them: a match that differs from the entry before, with some match before it and one right after it. The last entry needs
    /// neither: it counts when it is a match and differs from the one before.</summary>
    internal int Fragments
    {
        get
        {
            var (count, hadMatch) = (0, false);
            for (var i = 0; i < matches.Count; i++)
            {
                if (i > 0 && matches[i] != Unmatched && matches[i] != matches[i - 1] && (i == matches.Count - 1 || (hadMatch && matches[i + 1] != Unmatched))) count++;
                hadMatch |= matches[i] != Unmatched;
            }

            return count;
        }
    }

    private double Share => matched / (double)matches.Count;

    internal void Add(int match)
    {
        matches.Add(match);
        if (match != Unmatched) matched++;
    }
}
