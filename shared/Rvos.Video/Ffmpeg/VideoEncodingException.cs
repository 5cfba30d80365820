namespace Rvos.Video.Ffmpeg;

/// <summary>The output video could not be written (disk full, ffmpeg ended early). The message is one line.</summary>
public sealed class VideoEncodingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public VideoEncodingException() : this("The video cannot be written.") { }

    /// <summary>Creates the exception with a one-line message that says what is wrong and where.</summary>
    public VideoEncodingException(string message) : base(message) { }

    /// <summary>Creates the exception with a one-line message and its cause.</summary>
    public VideoEncodingException(string message, Exception? innerException) : base(message, innerException) { }
}
