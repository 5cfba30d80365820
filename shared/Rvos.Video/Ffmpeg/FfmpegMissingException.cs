namespace Rvos.Video.Ffmpeg;

/// <summary>ffmpeg or ffprobe is not installed, or not where <see cref="FfmpegTools"/> says.</summary>
public sealed class FfmpegMissingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public FfmpegMissingException() : this("ffmpeg was not found; install it (Debian: apt-get install ffmpeg).") { }

    /// <summary>Creates the exception with a one-line message that names the missing tool.</summary>
    public FfmpegMissingException(string message) : base(message) { }

    /// <summary>Creates the exception with a one-line message and its cause.</summary>
    public FfmpegMissingException(string message, Exception? innerException) : base(message, innerException) { }
}
