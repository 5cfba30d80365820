namespace Rvos.Video.Ffmpeg;

/// <summary>A video that goes beyond one of the <see cref="Decoding.DecodeLimits"/>; the message names the limit.</summary>
public sealed class VideoLimitException : VideoFormatException
{
    /// <summary>Creates the exception.</summary>
    public VideoLimitException() : this("The video goes beyond a limit.") { }

    /// <summary>Creates the exception with a one-line message that names the limit.</summary>
    public VideoLimitException(string message) : base(message) { }

    /// <summary>Creates the exception with a one-line message and its cause.</summary>
    public VideoLimitException(string message, Exception? innerException) : base(message, innerException) { }
}
