using System.Text.Json;
using Rvos.Results;
using Rvos.Video.Decoding;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Results.Writing;

/// <summary>Writes annotations.json: for each frame its index, presentation timestamp in seconds and objects (area, box, confidence, COCO RLE); then for each
/// object its first frame and the ranges in which it was lost. Written as frames come, so that memory stays flat; it appears under its name when complete.</summary>
public sealed class AnnotationsSink : IResultSink
{
    private const int FlushAt = 1 << 16;

    private readonly string path;
    private readonly FileStream file;
    private readonly Utf8JsonWriter json;
    private readonly LostRanges lost = new();
    private bool isComplete;

    /// <summary>Starts the file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="info">The source.</param>
    /// <param name="model">Name of the model.</param>
    public AnnotationsSink(string path, VideoInfo info, string model)
    {
        this.path = path;
        file = File.Create(path + ".part");
        json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = false });
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteString("model", model);
        json.WriteStartObject("video");
        json.WriteString("name", Path.GetFileName(info.Path));
        json.WriteNumber("width", info.Width);
        json.WriteNumber("height", info.Height);
        json.WriteEndObject();
        json.WriteStartArray("frames");
    }

    /// <inheritdoc/>
    public bool TakesFrames => false;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(FrameResult result, CancellationToken cancellation)
    {
        json.WriteStartObject();
        json.WriteNumber("index", result.Frame.Index);
        json.WriteNumber("timestamp", Math.Round(result.Frame.PresentationTimestamp.TotalSeconds, 6));
        if (result.Frame.Name is { } name) json.WriteString("name", name);
        json.WriteStartArray("objects");
        var visible = result.Objects.Where(o => o.Area > 0).ToArray();
        var codes = RleMask.Encode(result.Mask, visible.Select(o => (byte)o.ObjectId).ToArray());
        foreach (var item in result.Objects)
        {
            lost.Add(result.Frame.Index, item);
            var index = Array.IndexOf(visible, item);
            Write(item, index < 0 ? null : codes[index], result.Mask);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (json.BytesPending > FlushAt) await json.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        json.WriteEndArray();
        json.WriteStartArray("objects");
        foreach (var (id, first, ranges) in lost.All)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteNumber("first_frame", first);
            json.WriteStartArray("lost");
            foreach (var (from, to) in ranges)
            {
                json.WriteStartArray();
                json.WriteNumberValue(from);
                json.WriteNumberValue(to);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await file.DisposeAsync();
        File.Move(path + ".part", path, overwrite: true);
        isComplete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (isComplete) return;
        await json.DisposeAsync();
        await file.DisposeAsync();
        File.Delete(path + ".part");
    }

    private void Write(ObjectObservation item, RleMask? code, LabelMask mask)
    {
        json.WriteStartObject();
        json.WriteNumber("id", item.ObjectId);
        json.WriteNumber("area", item.Area);
        json.WriteNumber("confidence", Math.Round(item.Confidence, 4));
        if (item.IsGiven) json.WriteBoolean("given", true);
        if (item.IsLost) json.WriteBoolean("lost", true);
        if (code is not null)
        {
            var (x, y, width, height) = code.Bounds();
            json.WriteStartArray("bbox");
            foreach (var value in (int[])[x, y, width, height]) json.WriteNumberValue(value);
            json.WriteEndArray();
            json.WriteStartObject("segmentation");
            json.WriteStartArray("size");
            json.WriteNumberValue(mask.Height);
            json.WriteNumberValue(mask.Width);
            json.WriteEndArray();
            json.WriteString("counts", code.ToCompressedString());
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
