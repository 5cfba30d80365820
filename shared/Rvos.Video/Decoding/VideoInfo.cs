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

    /// <summary>Length of the stream, where the container says; an estimate of the container, never trusted for counting.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Frames the container declares, where it does. The file may hold fewer when it is damaged.</summary>
    public long? DeclaredFrames { get; init; }

    /// <summary>Codec of the first audio stream; null without audio.</summary>
    public string? AudioCodec { get; init; }
}
