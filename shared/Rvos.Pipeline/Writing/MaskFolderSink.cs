using Rvos.Pipeline.Results;
using Rvos.Pipeline.Running;
using Rvos.Video.Png;

namespace Rvos.Pipeline.Writing;

/// <summary>One indexed PNG per frame: <c>00000.png</c> by frame index, or the source frame's own name for folders of frames.</summary>
public sealed class MaskFolderSink : IResultSink
{
    private readonly string folder;

    /// <summary>Writes into a folder, which is made.</summary>
    public MaskFolderSink(string folder) => this.folder = Directory.CreateDirectory(folder).FullName;

    /// <inheritdoc/>
    public bool TakesFrames => false;

    /// <summary>The mask file's name of a frame.</summary>
    public static string NameOf(FrameResult result) => $"{(result.Frame.Name is { } name ? Path.GetFileNameWithoutExtension(name) : result.Frame.Index.ToString("D5"))}.png";

    /// <inheritdoc/>
    public async ValueTask WriteAsync(FrameResult result, CancellationToken cancellation) =>
        await File.WriteAllBytesAsync(Path.Combine(folder, NameOf(result)), PngWriter.Encode(result.Mask), cancellation);

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
