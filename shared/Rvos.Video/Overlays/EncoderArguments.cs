using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Overlays;

/// <summary>The command line of the encoding ffmpeg.</summary>
internal static class EncoderArguments
{
    /// <summary>Audio codecs that MP4 carries and players play as they are.</summary>
    private static readonly HashSet<string> Copied = ["aac", "mp3", "ac3", "eac3", "alac"];

    /// <summary>An hour, when the time base is one over something.</summary>
    private const long ShiftUnits = 3600;

    /// <summary>
    /// Ticks added to the timestamps on the way to ffmpeg, which takes the same time off again (a whole number of seconds, so
    /// nothing is rounded): NUT has no negative timestamps, some videos do.
    /// </summary>
    public static long TimeShift(Rational timeBase) => ShiftUnits * timeBase.Denominator;

    public static IReadOnlyList<string> For(VideoInfo info, string output, OverlayOptions options)
    {
        var aspect = info.SampleAspectRatio;
        List<string> arguments =
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+level+warning", "-y", "-copyts",
            "-itsoffset", $"-{ShiftUnits * info.TimeBase.Numerator}", "-protocol_whitelist", "pipe", "-f", "nut", "-i", "pipe:0",
        ];
        if (info.AudioCodec is { } audio)
        {
            arguments.AddRange([
                "-protocol_whitelist", "file", "-format_whitelist", ContainerFormats.Allowed, "-vn", "-sn", "-dn",
                "-i", "file:" + Path.GetFullPath(info.Path), "-map", "0:v:0", "-map", "1:a:0", "-c:a", Copied.Contains(audio) ? "copy" : "aac",
            ]);
        }
        if (info.StartPts < 0)
        {
            var micros = -info.TimeBase.Time(info.StartPts).Ticks / TimeSpan.TicksPerMicrosecond;
            arguments.AddRange(["-output_ts_offset", $"{micros}us"]);
        }
        arguments.AddRange([
            "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,pad=ceil(iw/2)*2:ceil(ih/2)*2,"
                + $"setsar=sar={aspect.Numerator}/{aspect.Denominator}:max=65535",
            "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-preset", options.Preset,
            "-crf", $"{options.ConstantRateFactor}", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            // A start after zero is an edit in ticks of the movie's time scale, whose default is a coarse millisecond.
            "-movie_timescale", $"{MovieTimeScale(info.TimeBase.Denominator)}",
            "-movflags", "+faststart", "-f", "mp4", "file:" + output,
        ]);
        return arguments;
    }

    private static long MovieTimeScale(long ticks)
    {
        // The muxer doubles a track's scale in the same way.
        while (ticks < 10_000) ticks *= 2;
        return Math.Min(ticks, 1_000_000);
    }
}
