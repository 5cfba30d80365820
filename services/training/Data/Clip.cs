namespace Rvos.Training.Data;

/// <summary>One training clip.</summary>
/// <param name="Length">Frames T.</param>
/// <param name="Height">Rows H.</param>
/// <param name="Width">Columns W.</param>
/// <param name="ObjectCount">Objects; each is visible in frame 0 and may be absent later.</param>
/// <param name="Frames">RGB bytes (T,H,W,3).</param>
/// <param name="Labels">Labels (T,H,W): 0 background, 1..<paramref name="ObjectCount"/> objects, stable over time, 255 pixels that no loss looks at.</param>
/// <param name="Prompts">Coarse masks (N,H,W) that are given in frame 0 instead of the true ones, 0 to 255 for 0 to 1 (<see cref="CoarsePrompts"/>); null when the true ones are.</param>
public sealed record Clip(int Length, int Height, int Width, int ObjectCount, byte[] Frames, byte[] Labels, byte[]? Prompts = null)
{
    /// <summary>Label of pixels that no loss looks at.</summary>
    public const byte Ignored = 255;
}
