using System.Globalization;
using Rvos.Pipeline.Results;
using Rvos.Pipeline.Running;
using Rvos.Video.Rle;

namespace Rvos.Pipeline.Writing;

/// <summary>KITTI-MOTS text: a line <c>frame id class height width rle</c> per object; ids are class·1000 + label. Without knowledge of classes all
/// objects are written as cars (1).</summary>
public sealed class MotsSink(string path) : IResultSink
{
    private const int Class = 1;
    private readonly StreamWriter file = new(path);

    /// <inheritdoc/>
    public bool TakesFrames => false;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(FrameResult result, CancellationToken cancellation)
    {
        var visible = result.Objects.Where(o => o.Area > 0).Select(o => (byte)o.ObjectId).ToArray();
        var codes = RleMask.Encode(result.Mask, visible);
        for (var i = 0; i < visible.Length; i++)
            await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Frame.Index} {Class * 1000 + visible[i]} {Class} {result.Mask.Height} {result.Mask.Width} {codes[i].ToCompressedString()}"));
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation) => await file.FlushAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();
}
