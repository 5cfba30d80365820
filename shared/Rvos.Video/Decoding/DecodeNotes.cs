using System.Globalization;

namespace Rvos.Video.Decoding;

/// <summary>What to say of a video of which nothing is lost, but whose frames are not quite as they were stored.</summary>
internal static class DecodeNotes
{
    /// <summary>Of repaired timestamps and scaled pictures; empty for an ordinary video.</summary>
    /// <param name="info">The video, with the size that its frames have.</param>
    /// <param name="clock">After the last frame.</param>
    /// <param name="sizes">How many frames were decoded in which size.</param>
    public static IReadOnlyList<string> Of(VideoInfo info, FrameClock clock, IReadOnlyDictionary<(int Width, int Height), int> sizes)
    {
        var notes = new List<string>();
        if (clock.FirstJump is { } first)
        {
            var more = clock.Jumps > 1 ? Text($" and at {clock.Jumps - 1} more") : "";
            notes.Add(Text($"the stored timestamps do not increase at frame {first}{more}; the clock goes on one frame after the frame before"));
        }

        // A stream without any, such as raw H.264, has nothing to repair.
        if (clock.Absent > 0 && clock.Absent < clock.Count) notes.Add(Text($"{clock.Absent} of {clock.Count} frames have no timestamp; each was put one frame after the frame before"));
        if (sizes.Keys.Any(size => size != (info.Width, info.Height)))
        {
            var list = string.Join(", ", sizes.OrderByDescending(s => s.Value).ThenBy(s => s.Key).Take(4).Select(s => Text($"{s.Value} of {s.Key.Width}x{s.Key.Height}")));
            notes.Add(Text($"the picture changes its size ({list}{(sizes.Count > 4 ? ", …" : "")} pixels); all frames were scaled to {info.Width}x{info.Height}"));
        }

        return notes;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
