using System.Globalization;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>What the packets of a file's video stream say, read without decoding them.</summary>
public static class PacketProbe
{
    /// <summary>
    /// Counts the packets that hold a frame to show, whatever the header says. A video may give fewer frames (damage, the hidden frames of VP8), hardly ever more. Reads the whole file.
    /// </summary>
    /// <param name="info">The video, probed.</param>
    /// <param name="limits">Bounds of memory and time; the defaults when null.</param>
    /// <param name="tools">Where ffprobe is; the default when null.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    /// <returns>How many; null when there are none, too many to tell, or reading takes longer than <see cref="DecodeLimits.MaxStallTime"/>.</returns>
    /// <exception cref="FfmpegStoppedException">ffprobe was ended by a signal.</exception>
    public static async Task<long?> CountAsync(VideoInfo info, DecodeLimits? limits = null, FfmpegTools? tools = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(info);
        string[] what = ["-select_streams", $"{info.StreamIndex}", "-show_entries", "packet=flags", "-print_format", "csv=p=0"];
        if (await AskAsync(info, what, limits, tools, cancellationToken).ConfigureAwait(false) is not { } answer) return null;
        // D marks what an edit list leaves out.
        var count = answer.Lines.LongCount(line => !line.Contains('D'));
        return count > 0 ? count : null;
    }

    /// <summary>How long the frame at a timestamp is shown, as the file says: a held last frame of a screen recording or a GIF.</summary>
    /// <param name="info">The video, probed.</param>
    /// <param name="pts">The frame's stored timestamp in ticks of the stream's time base.</param>
    /// <param name="limits">Bounds of memory and time.</param>
    /// <param name="tools">Where ffprobe is.</param>
    /// <returns>Ticks; null when the file does not say.</returns>
    internal static async Task<long?> LengthAsync(VideoInfo info, long pts, DecodeLimits limits, FfmpegTools tools)
    {
        var seconds = Math.Max(0, info.TimeBase.Time(pts).TotalSeconds);
        string[] what =
        [
            "-select_streams", $"{info.StreamIndex}", "-read_intervals", string.Create(CultureInfo.InvariantCulture, $"{seconds:F6}%"),
            "-show_entries", "packet=pts,duration", "-print_format", "csv=p=0",
        ];
        if (await AskAsync(info, what, limits, tools, CancellationToken.None).ConfigureAwait(false) is not { } answer) return null;
        foreach (var line in answer.Lines)
        {
            var fields = line.Split(',');
            if (fields.Length >= 2 && long.TryParse(fields[0], out var at) && at == pts && long.TryParse(fields[1], out var length)) return length;
        }

        return null;
    }

    private static async Task<ProbeAnswer?> AskAsync(VideoInfo info, string[] what, DecodeLimits? limits, FfmpegTools? tools, CancellationToken cancellation)
    {
        try
        {
            return await Ffprobe.AskAsync(
                info.Path, [.. info.OpenArguments, .. what], (limits ?? DecodeLimits.Default).Validated(), tools ?? FfmpegTools.Default, cancellation).ConfigureAwait(false);
        }
        catch (VideoLimitException)
        {
            // Both answers are optional.
            return null;
        }
    }
}
