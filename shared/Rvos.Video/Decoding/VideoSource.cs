using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>Opens whatever a person names: a video file, or a folder of frames.</summary>
public static class VideoSource
{
    /// <summary>Opens a file with <see cref="FfmpegFrameSource"/>, a folder with <see cref="FrameFolderSource"/>.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="limits">What it may cost; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    /// <exception cref="VideoFormatException">Nothing there, or nothing that can be read.</exception>
    /// <exception cref="FfmpegMissingException">ffmpeg is not installed.</exception>
    public static async Task<IFrameSource> OpenAsync(
        string path, DecodeLimits? limits = null, CancellationToken cancellationToken = default) =>
        Directory.Exists(path)
            ? FrameFolderSource.Open(path, limits: limits)
            : await FfmpegFrameSource.OpenAsync(path, limits, cancellationToken: cancellationToken).ConfigureAwait(false);
}
