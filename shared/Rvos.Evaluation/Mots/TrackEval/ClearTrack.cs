namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>A true object while CLEAR goes through the frames. The frame before is the last one that had true and found objects: others do not interrupt a track.</summary>
internal sealed class ClearTrack
{
    private const double TrackedAbove = 0.8;
    private const double LostBelow = 0.2;

    private int? last, inThisFrame;
    private int matches, starts;

    internal int Frames { get; set; }

    internal int IdSwitches { get; private set; }

    internal int? InFrameBefore { get; private set; }

    internal int Fragmentations => Math.Max(0, starts - 1);

    internal bool IsMostlyTracked => matches / (double)Frames > TrackedAbove;

    internal bool IsMostlyLost => matches / (double)Frames < LostBelow;

    internal void Match(int result)
    {
        if (last is { } known && known != result) IdSwitches++;
        (last, inThisFrame) = (result, result);
        matches++;
    }

    internal void EndFrame()
    {
        if (inThisFrame is not null && InFrameBefore is null) starts++;
        (InFrameBefore, inThisFrame) = (inThisFrame, null);
    }
}
