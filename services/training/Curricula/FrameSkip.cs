namespace Rvos.Training.Curricula;

/// <summary>The frames of a clip under frame skipping.</summary>
public static class FrameSkip
{
    /// <summary>Frame of position i: min(start + i·m, last), as in RVOS-MOTS, so that the last frame may repeat.</summary>
    public static int[] Frames(int start, int count, int length, int step) =>
        Enumerable.Range(0, length).Select(i => Math.Min(start + i * step, count - 1)).ToArray();
}
