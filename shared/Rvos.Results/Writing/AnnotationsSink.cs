using Rvos.Video.Decoding;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Results.Writing;

/// <summary>Writes annotations.json, see <see cref="AnnotationsWriter"/>; it appears under its name when complete.</summary>
public sealed class AnnotationsSink : IResultSink
{
    private readonly string path;
    private readonly FileStream file;
    private readonly AnnotationsWriter writer;
    private bool isComplete;

    /// <summary>Starts the file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="info">The source.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="outlines">Makes outlines, written beside the run lengths; null for none.</param>
    public AnnotationsSink(string path, VideoInfo info, string model, IMaskOutlines? outlines = null)
    {
        this.path = path;
        file = OutputFile.Create(path + ".part");
        writer = new AnnotationsWriter(file, Path.GetFileName(info.Path), info.Width, info.Height, model, outlines);
    }

    /// <inheritdoc/>
    public bool TakesFrames => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(FrameResult result, CancellationToken cancellation) =>
        writer.WriteAsync(result.Frame.Index, result.Frame.PresentationTimestamp, result.Frame.Name, result.Mask, result.Objects, cancellation);

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await writer.CompleteAsync(cancellation);
        await file.DisposeAsync();
        File.Move(path + ".part", path, overwrite: true);
        isComplete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        writer.Dispose();
        if (isComplete) return;
        await file.DisposeAsync();
        File.Delete(path + ".part");
    }
}
