namespace Rvos.Ingestion.Videos;

/// <summary>A video is not taken, and nothing of it is kept. The message is a sentence fit for the user.</summary>
public sealed class VideoRefusedException : Exception
{
    /// <summary>With a reason and a message.</summary>
    public VideoRefusedException(VideoRefusal reason, string message)
        : base(message) => Reason = reason;

    /// <summary>With a reason, a message and what caused it.</summary>
    public VideoRefusedException(VideoRefusal reason, string message, Exception inner)
        : base(message, inner) => Reason = reason;

    /// <summary>Why.</summary>
    public VideoRefusal Reason { get; }
}
