using System.Globalization;
using System.Text.Json;

namespace Rvos.Video.Decoding;

/// <summary>The "format" part of ffprobe's answer.</summary>
internal sealed class ProbedFormat
{
    public ProbedFormat(JsonElement root, int streams)
    {
        var format = root.TryGetProperty("format", out var found) ? found : default;
        if (format.ValueKind != JsonValueKind.Object) return;
        Name = format.TryGetProperty("format_name", out var name) ? name.GetString() ?? Name : Name;
        if (format.TryGetProperty("start_time", out var start)) Start = Time(start.GetString());
        // With several streams the longest of them decides, which may be the audio.
        if (streams == 1 && format.TryGetProperty("duration", out var duration)) Duration = Seconds(duration.GetString());
    }

    public string Name { get; } = "unknown";

    public TimeSpan? Duration { get; }

    /// <summary>What ffmpeg takes for the file's start.</summary>
    public TimeSpan? Start { get; }

    public static TimeSpan? Seconds(string? text) =>
        Time(text) is { } time && time > TimeSpan.Zero && time < TimeSpan.FromSeconds(100_000_000) ? time : null;

    private static TimeSpan? Time(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > -100_000_000_000 and < 100_000_000_000
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
}
