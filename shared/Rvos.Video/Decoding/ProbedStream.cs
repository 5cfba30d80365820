using System.Text.Json;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>One stream of ffprobe's answer.</summary>
internal sealed class ProbedStream(JsonElement stream)
{
    public int Index => Number("index");

    public int Width => Number("width");

    public int Height => Number("height");

    public bool IsVideo => Text("codec_type") == "video";

    public bool IsAudio => Text("codec_type") == "audio";

    public bool IsDefault => Disposition("default");

    public bool IsAttachedPicture => Disposition("attached_pic") || Disposition("timed_thumbnails");

    public string Codec => Text("codec_name") ?? "unknown";

    public VideoInfo ToInfo(string path, ProbedFormat format, string? audioCodec, IReadOnlyList<string> opening)
    {
        var duration = ProbedFormat.Seconds(Text("duration")) ?? TaggedDuration() ?? format.Duration;
        var averageRate = Rational.ParsePositive(Text("avg_frame_rate"));
        var rotation = Rotation();
        var upright = rotation % 180 != 90;
        var aspect = Rational.ParsePositive(Text("sample_aspect_ratio")) ?? new Rational(1, 1);
        return new VideoInfo
        {
            Path = path,
            Format = format.Name,
            Codec = Codec,
            StreamIndex = Index,
            CodedWidth = Width,
            CodedHeight = Height,
            Width = upright ? Width : Height,
            Height = upright ? Height : Width,
            RotationDegrees = rotation,
            SampleAspectRatio = upright ? aspect : new Rational(aspect.Denominator, aspect.Numerator),
            AverageFrameRate = averageRate ?? Rational.ParsePositive(Text("r_frame_rate")) ?? new Rational(25, 1),
            TimeBase = Rational.ParsePositive(Text("time_base"))
                ?? throw new VideoFormatException($"'{path}': the video stream has no time base"),
            StartPts = stream.TryGetProperty("start_pts", out var start) && start.TryGetInt64(out var pts) ? pts : 0,
            FileStart = format.Start,
            OpenArguments = opening,
            Duration = duration,
            DeclaredFrames = long.TryParse(Text("nb_frames"), out var frames) && frames > 0 && !IsContradicted(frames, duration, averageRate) ? frames : null,
            AudioCodec = audioCodec,
        };
    }

    /// <summary>A header that counts only its first fragment says so by a length that needs many more frames.</summary>
    private static bool IsContradicted(long frames, TimeSpan? duration, Rational? rate) =>
        duration is { } length && rate is { } perSecond && length.TotalSeconds * perSecond.Value > (1.2 * frames) + 1;

    /// <summary>The clockwise turn that shows the picture upright; ffprobe gives the matrix's own, counter-clockwise.</summary>
    private int Rotation()
    {
        if (!stream.TryGetProperty("side_data_list", out var list) || list.ValueKind != JsonValueKind.Array) return 0;
        foreach (var entry in list.EnumerateArray())
        {
            if (!entry.TryGetProperty("rotation", out var value) || !value.TryGetDouble(out var degrees) || !double.IsFinite(degrees)) continue;
            return ((int)Math.Round(-degrees % 360) + 360) % 360;
        }
        return 0;
    }

    /// <summary>Matroska keeps a stream's length as a tag such as "00:00:02.002000000".</summary>
    private TimeSpan? TaggedDuration() =>
        stream.TryGetProperty("tags", out var tags) && tags.TryGetProperty("DURATION", out var tag)
        && tag.GetString() is { } text && TimeSpan.TryParse(text.Length > 16 ? text[..16] : text, out var time) && time > TimeSpan.Zero
            ? time : null;

    private string? Text(string name) =>
        stream.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private int Number(string name) => stream.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    private bool Disposition(string name) =>
        stream.TryGetProperty("disposition", out var all) && all.TryGetProperty(name, out var flag)
        && flag.TryGetInt32(out var set) && set != 0;
}
