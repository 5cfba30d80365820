namespace Rvos.Video.Ffmpeg;

/// <summary>A video, picture or frame folder that cannot be read. The message is one line and names the file.</summary>
public class VideoFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    public VideoFormatException() : this("The video cannot be read.") { }

    /// <summary>Creates the exception with a one-line message that says what is wrong and where.</summary>
    public VideoFormatException(string message) : base(message) { }

    /// <summary>Creates the exception with a one-line message and its cause.</summary>
    public VideoFormatException(string message, Exception? innerException) : base(message, innerException) { }
}
