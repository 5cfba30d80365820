using System.Text.Json;
using Rvos.Pipeline.Results;
using Rvos.Pipeline.Running;
using Rvos.Video.Decoding;
using Rvos.Video.Rle;

namespace Rvos.Pipeline.Writing;

/// <summary>COCO instances: one annotation per object and frame with an RLE, one image per frame, one category. Annotations are written as frames come;
/// of each frame only its name is kept for the list of images.</summary>
public sealed class CocoSink : IResultSink
{
    private readonly FileStream file;
    private readonly Utf8JsonWriter json;
    private readonly VideoInfo info;
    private readonly List<string> images = [];
    private long annotations;

    /// <summary>Starts the file.</summary>
    public CocoSink(string path, VideoInfo info)
    {
        this.info = info;
        file = File.Create(path);
        json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteStartArray("annotations");
    }

    /// <inheritdoc/>
    public bool TakesFrames => false;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(FrameResult result, CancellationToken cancellation)
    {
        images.Add(result.Frame.Name ?? $"{result.Frame.Index:D5}.png");
        var visible = result.Objects.Where(o => o.Area > 0).ToArray();
        var codes = RleMask.Encode(result.Mask, visible.Select(o => (byte)o.ObjectId).ToArray());
        for (var i = 0; i < visible.Length; i++)
        {
            var (x, y, width, height) = codes[i].Bounds();
            JsonSerializer.Serialize(json, new
            {
                id = ++annotations,
                image_id = images.Count,
                category_id = 1,
                track_id = visible[i].ObjectId,
                iscrowd = 0,
                area = visible[i].Area,
                bbox = new[] { x, y, width, height },
                score = Math.Round(visible[i].Confidence, 4),
                segmentation = new { size = new[] { result.Mask.Height, result.Mask.Width }, counts = codes[i].ToCompressedString() },
            });
        }

        await json.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        json.WriteEndArray();
        json.WritePropertyName("images");
        JsonSerializer.Serialize(json, images.Select((name, i) => new { id = i + 1, file_name = name, width = info.Width, height = info.Height }));
        json.WritePropertyName("categories");
        JsonSerializer.Serialize(json, new[] { new { id = 1, name = "object" } });
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await json.DisposeAsync();
        await file.DisposeAsync();
    }
}
