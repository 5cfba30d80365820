using System.Buffers;
using System.Text.Json;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Results.Writing;

/// <summary>Writes the document of annotations: for each frame its index, presentation timestamp in seconds and objects (area, box, confidence, COCO RLE, outlines where they are wanted); then for
/// each object its first frame and the ranges in which it was lost. Bytes leave as frames come, so that memory stays flat; the same frames give the same bytes.</summary>
public sealed class AnnotationsWriter : IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly Stream output;
    private readonly ArrayBufferWriter<byte> pending = new();
    private readonly Utf8JsonWriter json;
    private readonly LostRanges lost = new();
    private readonly IMaskOutlines? outlines;

    /// <summary>Starts the document; nothing leaves yet.</summary>
    /// <param name="output">Takes the bytes, asynchronously only; left open.</param>
    /// <param name="video">File name of the video.</param>
    /// <param name="width">Columns of the video.</param>
    /// <param name="height">Rows of the video.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="outlines">Makes outlines, written as <c>polygons</c>; null for none.</param>
    public AnnotationsWriter(Stream output, string video, int width, int height, string model, IMaskOutlines? outlines = null)
    {
        this.outlines = outlines;
        this.output = output;
        json = new Utf8JsonWriter(pending, new JsonWriterOptions { Indented = false });
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteString("model", model);
        json.WriteStartObject("video");
        json.WriteString("name", video);
        json.WriteNumber("width", width);
        json.WriteNumber("height", height);
        json.WriteEndObject();
        json.WriteStartArray("frames");
    }

    /// <summary>Adds the next frame.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="timestamp">Its presentation timestamp.</param>
    /// <param name="name">Name of its file when the video is a folder of frames; null otherwise.</param>
    /// <param name="mask">Labels (H,W) at the video's size.</param>
    /// <param name="objects">All objects of the session in this frame.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async ValueTask WriteAsync(int index, TimeSpan timestamp, string? name, LabelMask mask, IReadOnlyList<ObjectObservation> objects, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(objects);
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteNumber("timestamp", Math.Round(timestamp.TotalSeconds, 6));
        if (name is not null) json.WriteString("name", name);
        json.WriteStartArray("objects");
        var visible = objects.Where(o => o.Area > 0).ToArray();
        var codes = RleMask.Encode(mask, visible.Select(o => (byte)o.ObjectId).ToArray());
        foreach (var item in objects)
        {
            lost.Add(index, item);
            var place = Array.IndexOf(visible, item);
            Write(item, place < 0 ? null : codes[place], mask);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (pending.WrittenCount + json.BytesPending > FlushAt) await SendAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the document; all of it has left when this returns.</summary>
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
        await SendAsync(cancellation).ConfigureAwait(false);
        await output.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What has not left is dropped.</summary>
    public void Dispose() => json.Dispose();

    private async ValueTask SendAsync(CancellationToken cancellation)
    {
        await json.FlushAsync(cancellation).ConfigureAwait(false);
        await output.WriteAsync(pending.WrittenMemory, cancellation).ConfigureAwait(false);
        pending.ResetWrittenCount();
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
            if (outlines is not null)
            {
                json.WritePropertyName("polygons");
                JsonSerializer.Serialize(json, outlines.Of(mask, (byte)item.ObjectId));
            }
        }

        json.WriteEndObject();
    }
}
