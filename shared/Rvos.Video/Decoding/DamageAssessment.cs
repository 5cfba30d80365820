using System.Text.RegularExpressions;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>Decides from what came, what was declared and what ffmpeg said whether a file is whole.</summary>
internal static partial class DamageAssessment
{
    public static DecodeReport Assess(VideoInfo info, int delivered, FrameClock clock, int exit, IReadOnlyList<string> problems)
    {
        var messages = problems.Select(text => LibraryText.ForUsers(text, info.Path)).Distinct().ToList();
        var missing = info.DeclaredFrames - delivered;
        var damaged = problems.Count > 0 || exit != 0;
        // Fewer frames than declared alone is no loss: an edit list may leave some out on purpose.
        var truncated = problems.Any(text => CutShort().IsMatch(text)) || EndsEarly(info, clock);
        if (damaged && missing > 0) messages.Insert(0, $"{missing} of {info.DeclaredFrames} frames are missing");
        if (exit != 0) messages.Add($"the decoder ended with code {exit}");
        if (clock.Repaired > 0) messages.Add($"{clock.Repaired} timestamps were absent or out of order");
        return new DecodeReport(delivered, info.DeclaredFrames, damaged, truncated, messages) { Said = problems };
    }

    /// <summary>Half a second and 2 % are within what containers get wrong about whole files.</summary>
    private static bool EndsEarly(VideoInfo info, FrameClock clock) =>
        info.Duration is { } duration && clock.End < duration - TimeSpan.FromSeconds(0.5 + (0.02 * duration.TotalSeconds));

    [GeneratedRegex("partial file|prematurely|truncat|unexpected end|end of file", RegexOptions.IgnoreCase)]
    private static partial Regex CutShort();
}
