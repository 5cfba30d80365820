using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>
/// What is known of a source before its frames are read. Frames have <see cref="Width"/> x <see cref="Height"/> pixels:
/// the coded picture after rotation. Pixels are never resampled for a sample aspect ratio, so that a mask fits the stored
/// picture; <see cref="SampleAspectRatio"/> tells a player how wide to show them, and overlay videos carry it on.
/// </summary>
public sealed record VideoInfo
{
    /// <summary>The file or folder.</summary>
    public required string Path { get; init; }

    /// <summary>The container, as ffmpeg names it, or "frames" for a folder.</summary>
    public required string Format { get; init; }

    /// <summary>The codec, as ffmpeg names it.</summary>
    public required string Codec { get; init; }

    /// <summary>The chosen stream's index in the file; see <see cref="VideoProbe"/> for the choice.</summary>
    public int StreamIndex { get; init; }

    /// <summary>Width of the stored picture in pixels, before rotation.</summary>
    public required int CodedWidth { get; init; }

    /// <summary>Height of the stored picture in pixels, before rotation.</summary>
    public required int CodedHeight { get; init; }

    /// <summary>Width of the delivered frames in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the delivered frames in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Clockwise turn, in degrees 0 to 359, that was applied to the stored picture.</summary>
    public int RotationDegrees { get; init; }

    /// <summary>Width to height of one delivered pixel; 1/1 when the file says nothing.</summary>
    public Rational SampleAspectRatio { get; init; } = new(1, 1);

    /// <summary>Frames per second on average, as the container says; 25/1 when it does not.</summary>
    public Rational AverageFrameRate { get; init; } = new(25, 1);

    /// <summary>Seconds per tick of the timestamps.</summary>
    public required Rational TimeBase { get; init; }

    /// <summary>Timestamp of the first frame in ticks of <see cref="TimeBase"/>, as the container says; 0 when it does not.</summary>
    public long StartPts { get; init; }

    /// <summary>The time, in the file's own clock, that ffmpeg takes for the file's start: the earliest of its streams; null when the container does not say.</summary>
    public TimeSpan? FileStart { get; init; }

    /// <summary>What ffmpeg must be told to open the file as the probing did.</summary>
    internal IReadOnlyList<string> OpenArguments { get; init; } = [];

    /// <summary>Length of the stream, where the container says; an estimate of the container, never trusted for counting.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// Frames the container declares, where it does and its own length and frame rate do not contradict it (a fragmented MP4 counts its first fragment). A hint for progress:
    /// the file may hold fewer or more.
    /// </summary>
    public long? DeclaredFrames { get; init; }

    /// <summary>Codec of the first audio stream; null without audio.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>The same video with stored pictures of another size; that of the delivered frames follows.</summary>
    internal VideoInfo WithCodedSize(int width, int height)
    {
        var upright = RotationDegrees % 180 != 90;
        return this with { CodedWidth = width, CodedHeight = height, Width = upright ? width : height, Height = upright ? height : width };
    }
}
