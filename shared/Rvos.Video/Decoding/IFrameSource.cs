using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>Frames in presentation order from a file or a folder. Disposing ends any decoding in progress.</summary>
public interface IFrameSource : IAsyncDisposable
{
    /// <summary>What is known before the first frame.</summary>
    VideoInfo Info { get; }

    /// <summary>What became of the source; null until the enumeration has ended by itself.</summary>
    DecodeReport? Report { get; }

    /// <summary>
    /// The frames, decoded a bounded number ahead. May be called again to read from the start; each enumeration decodes anew.
    /// </summary>
    /// <exception cref="VideoFormatException">No frame can be decoded, or a picture of a folder is broken.</exception>
    /// <exception cref="VideoLimitException">The source goes beyond a limit.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the decoder has ended.</exception>
    IAsyncEnumerable<VideoFrame> ReadAsync(CancellationToken cancellationToken = default);
}
