using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Overlays;

/// <summary>
/// Puts the source's sound beside the encoded frames. What MP4 carries is copied, other sound becomes AAC; sound that cannot be read or written in either way is left out,
/// since frames with masks are what an overlay is for.
/// </summary>
internal static class SoundMuxer
{
    /// <summary>Audio codecs that MP4 carries and players play as they are.</summary>
    private static readonly HashSet<string> Copied = ["aac", "mp3", "ac3", "eac3", "alac"];

    /// <summary>Writes the MP4.</summary>
    /// <param name="info">The source, which has an audio stream.</param>
    /// <param name="frames">What <see cref="EncoderArguments.Frames"/> made.</param>
    /// <param name="output">The MP4; an existing one is replaced.</param>
    /// <param name="start">Time of the first frame in the source's clock.</param>
    /// <param name="options">Where ffmpeg is, and its memory.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <returns>Null, or why the sound was left out, in ffmpeg's words.</returns>
    /// <exception cref="VideoEncodingException">Not even the frames could be written.</exception>
    public static async Task<string?> WriteAsync(VideoInfo info, string frames, string output, TimeSpan start, OverlayOptions options, CancellationToken cancellation)
    {
        string[] tried = Copied.Contains(info.AudioCodec!) ? ["copy", "aac"] : ["aac"];
        string? loss = null;
        foreach (var codec in tried)
        {
            if (await TryAsync(EncoderArguments.WithSound(info, frames, codec, output, start), output, options, cancellation).ConfigureAwait(false) is not { } problem) return null;
            loss ??= problem;
        }

        if (await TryAsync(EncoderArguments.WithSound(info, frames, null, output, start), output, options, cancellation).ConfigureAwait(false) is { } failure)
            throw new VideoEncodingException($"'{output}': the video cannot be written ({failure})");
        return loss;
    }

    // Null when it worked.
    private static async Task<string?> TryAsync(IReadOnlyList<string> arguments, string output, OverlayOptions options, CancellationToken cancellation)
    {
        // ffmpeg would follow a symbolic link.
        File.Delete(output);
        using var process = FfmpegProcess.Start(options.Tools.Ffmpeg, arguments, options.MaxMemoryBytes);
        using var log = new FfmpegLog(process.Error);
        await using var killing = cancellation.Register(process.Kill);
        var exit = await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return EncoderProblems.Of(exit, log, output);
    }
}
