namespace Rvos.Video.Ffmpeg;

/// <summary>ffmpeg or ffprobe was ended from outside, as by a system that ran out of memory: the file is not to blame, and another attempt may succeed.</summary>
public sealed class FfmpegStoppedException : IOException
{
    /// <summary>Creates the exception.</summary>
    public FfmpegStoppedException() : this("ffmpeg was ended.") { }

    /// <summary>Creates the exception with a one-line message.</summary>
    public FfmpegStoppedException(string message) : base(message) { }

    /// <summary>Creates the exception with a one-line message and its cause.</summary>
    public FfmpegStoppedException(string message, Exception inner) : base(message, inner) { }
}
