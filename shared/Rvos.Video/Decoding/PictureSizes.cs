using System.Globalization;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// Finds the size in which a video is to be read when its pictures change theirs (a WebRTC recording begins small) or have another one than the header says. Looks at key
/// frames alone, since sizes change only there: those within the first 300 packets and, of longer videos, within 30 packets at eight places spread over the length.
/// </summary>
internal static class PictureSizes
{
    private const int FirstPackets = 300, LaterPackets = 30, LaterPlaces = 8;

    /// <summary>A size lasts when this share of the time has it.</summary>
    private const double LastingShare = 0.2;

    /// <summary>The largest size that lasts a fifth of the time, or else the one that lasts longest.</summary>
    /// <returns>Width and height before rotation; null when no picture could be looked at.</returns>
    /// <exception cref="FfmpegStoppedException">ffprobe was ended by a signal.</exception>
    public static async Task<(int Width, int Height)?> ChooseAsync(VideoInfo info, DecodeLimits limits, FfmpegTools tools, CancellationToken cancellation)
    {
        string[] what =
        [
            .. info.OpenArguments, "-threads", "1", "-max_pixels", $"{limits.MaxPixels}", "-skip_frame", "nokey", "-select_streams", $"{info.StreamIndex}",
            "-read_intervals", Intervals(info), "-show_entries", "packet=pts:frame=pts,width,height", "-print_format", "compact",
        ];
        try
        {
            return await Ffprobe.AskAsync(info.Path, what, limits, tools, cancellation).ConfigureAwait(false) is { } answer ? Choose(info, answer.Lines) : null;
        }
        catch (VideoLimitException)
        {
            // The header's size serves; what takes this long to look at is met again, and bounded, by whoever decodes.
            return null;
        }
    }

    private static string Intervals(VideoInfo info)
    {
        var text = $"%+#{FirstPackets}";
        if (info.Duration is not { TotalSeconds: > 20 } duration) return text;
        var start = info.TimeBase.Time(info.StartPts).TotalSeconds;
        for (var place = 1; place <= LaterPlaces; place++)
            text += string.Create(CultureInfo.InvariantCulture, $",{Math.Max(0, start + (duration.TotalSeconds * place / (LaterPlaces + 1))):F3}%+#{LaterPackets}");
        return text;
    }

    /// <summary>Weighs the sizes in ffprobe's lines by how long each lasts until the next key frame looked at.</summary>
    internal static (int Width, int Height)? Choose(VideoInfo info, IEnumerable<string> lines)
    {
        var seen = new List<(long At, int Width, int Height)>();
        long packets = 0, first = long.MaxValue, end = long.MinValue;
        foreach (var line in lines)
        {
            var fields = line.Split('|');
            var at = Field(fields, "pts") ?? packets;
            if (fields[0] == "packet")
            {
                packets++;
                (first, end) = (Math.Min(first, at), Math.Max(end, at));
            }
            else if (fields[0] == "frame" && Field(fields, "width") is { } width and > 0 and < int.MaxValue && Field(fields, "height") is { } height and > 0 and < int.MaxValue)
            {
                seen.Add((at, (int)width, (int)height));
            }
        }

        if (seen.Count == 0) return null;
        if (info.Duration is { } duration && packets > 0) end = (long)Math.Min(long.MaxValue / 2, Math.Max(end, first + (duration.TotalSeconds / info.TimeBase.Value)));
        return Choose([.. seen.OrderBy(frame => frame.At)], end);
    }

    private static (int Width, int Height) Choose((long At, int Width, int Height)[] seen, long end)
    {
        var lasting = new Dictionary<(int Width, int Height), double>();
        for (var i = 0; i < seen.Length; i++)
        {
            var until = i + 1 < seen.Length ? seen[i + 1].At : end;
            // At least a tick: a last key frame without anything behind it counts too.
            var size = (seen[i].Width, seen[i].Height);
            lasting[size] = lasting.GetValueOrDefault(size) + Math.Max(1, (double)until - seen[i].At);
        }

        var all = lasting.Values.Sum();
        var large = lasting.Where(size => size.Value >= LastingShare * all).OrderByDescending(size => (long)size.Key.Width * size.Key.Height).ThenByDescending(size => size.Value);
        return large.Concat(lasting.OrderByDescending(size => size.Value)).First().Key;
    }

    private static long? Field(string[] fields, string name)
    {
        foreach (var field in fields)
            if (field.Length > name.Length && field[name.Length] == '=' && field.StartsWith(name, StringComparison.Ordinal) && long.TryParse(field.AsSpan(name.Length + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                return value;
        return null;
    }
}
