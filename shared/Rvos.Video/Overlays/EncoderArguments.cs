using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Overlays;

/// <summary>The command lines of the ffmpegs that make an overlay.</summary>
internal static class EncoderArguments
{
    private static readonly string[] Common = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+level+warning", "-y"];

    // Places, names and chapters of the source are its owner's.
    private static readonly string[] NoTags = ["-map_metadata", "-1", "-map_chapters", "-1"];

    /// <summary>Frames from standard input to an MP4 without sound.</summary>
    public static IReadOnlyList<string> Silent(VideoInfo info, string output, OverlayOptions options) =>
        [.. Common, "-copyts", .. FromPipe, .. NoTags, .. Encoding(info, options), .. Mp4(info, output)];

    /// <summary>Frames from standard input to an H.264 stream in NUT, to which <see cref="WithSound"/> adds sound.</summary>
    public static IReadOnlyList<string> Frames(VideoInfo info, string output, OverlayOptions options) =>
        [.. Common, "-copyts", .. FromPipe, .. NoTags, .. Encoding(info, options), "-f", "nut", "file:" + output];

    /// <summary>The stream of <see cref="Frames"/>, and the source's first audio stream, to an MP4.</summary>
    /// <param name="info">The source.</param>
    /// <param name="frames">What <see cref="Frames"/> made.</param>
    /// <param name="codec">Of the sound: <c>copy</c> or an encoder; null leaves it out.</param>
    /// <param name="output">The MP4.</param>
    /// <param name="start">Time of the first frame in the source's clock.</param>
    public static IReadOnlyList<string> WithSound(VideoInfo info, string frames, string? codec, string output, TimeSpan start)
    {
        List<string> arguments = [.. Common, "-protocol_whitelist", "file", "-f", "nut", "-i", "file:" + frames];
        if (codec is not null)
        {
            // ffmpeg puts the file's start at zero, and carries a clock on that starts again (without -copyts).
            var offset = (info.FileStart ?? start) - start;
            arguments.AddRange(["-itsoffset", $"{offset.Ticks / TimeSpan.TicksPerMicrosecond}us"]);
            arguments.AddRange(["-protocol_whitelist", "file", "-format_whitelist", ContainerFormats.Allowed, "-vn", "-sn", "-dn", "-i", "file:" + Path.GetFullPath(info.Path)]);
            arguments.AddRange(["-map", "0:v:0", "-map", "1:a:0", "-c:a", codec]);
        }
        return [.. arguments, .. NoTags, "-c:v", "copy", .. Mp4(info, output)];
    }

    private static string[] FromPipe => ["-protocol_whitelist", "pipe", "-f", "nut", "-i", "pipe:0"];

    private static string[] Encoding(VideoInfo info, OverlayOptions options)
    {
        var aspect = info.SampleAspectRatio;
        return
        [
            "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,pad=ceil(iw/2)*2:ceil(ih/2)*2,"
                + $"setsar=sar={aspect.Numerator}/{aspect.Denominator}:max=65535",
            "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-preset", options.Preset,
            "-crf", $"{options.ConstantRateFactor}", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        ];
    }

    private static string[] Mp4(VideoInfo info, string output) =>
    [
        // Sound that starts after the first frame is an edit in ticks of the movie's time scale, whose default is a coarse millisecond.
        "-movie_timescale", $"{MovieTimeScale(info.TimeBase.Denominator)}",
        "-movflags", "+faststart", "-f", "mp4", "file:" + output,
    ];

    private static long MovieTimeScale(long ticks)
    {
        // The muxer doubles a track's scale in the same way.
        while (ticks < 10_000) ticks *= 2;
        return Math.Min(ticks, 1_000_000);
    }
}
