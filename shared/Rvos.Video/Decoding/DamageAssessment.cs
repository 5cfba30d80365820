using System.Text.RegularExpressions;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>Decides from what came, what was declared and what ffmpeg said whether a file is whole.</summary>
internal static partial class DamageAssessment
{
    public static DecodeReport Assess(VideoInfo info, FrameClock clock, int exit, IReadOnlyList<string> problems)
    {
        var messages = problems.Select(text => LibraryText.ForUsers(text, info.Path)).Distinct().ToList();
        var missing = info.DeclaredFrames - clock.Count;
        var damaged = problems.Count > 0 || exit != 0;
        // Fewer frames than declared alone is no loss: an edit list may leave some out on purpose.
        var truncated = problems.Any(text => CutShort().IsMatch(text)) || EndsEarly(info, clock);
        if (damaged && missing > 0) messages.Insert(0, $"{missing} of {info.DeclaredFrames} frames are missing");
        if (exit != 0) messages.Add($"the decoder ended with code {exit}");
        return new DecodeReport(clock.Count, info.DeclaredFrames, damaged, truncated, messages) { Said = problems };
    }

    /// <summary>
    /// Whether the frames end before the declared length does. Half a second and 2 % are within what containers get wrong about whole files. Most containers declare the
    /// length from the first frame on, Matroska the time at which the last one ends: what reaches either is whole.
    /// </summary>
    public static bool EndsEarly(VideoInfo info, FrameClock clock) =>
        info.Duration is { } duration && Reached(info, clock) < duration - TimeSpan.FromSeconds(0.5 + (0.02 * duration.TotalSeconds))
        && !(IsMatroska(info) && MatroskaLength.IsWhole(info.Path) == true);

    private static TimeSpan Reached(VideoInfo info, FrameClock clock) => IsMatroska(info) && clock.End > clock.Length ? clock.End : clock.Length;

    private static bool IsMatroska(VideoInfo info) => info.Format.StartsWith("matroska", StringComparison.Ordinal);

    [GeneratedRegex("partial file|prematurely|truncat|unexpected end|end of file", RegexOptions.IgnoreCase)]
    private static partial Regex CutShort();
}
