using System.Text.Json;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Video.Layouts;

/// <summary>COCO instances: an annotation with run lengths, or outlines, for each visible object of each frame (<c>track_id</c> is its label), an image per frame, one category.
/// <c>file_name</c> is the frame's own file in a folder of frames; for a video it is <c>00000.png</c>, the frame's number, as ffmpeg's <c>-start_number 0 %05d.png</c> writes it.
/// Annotations are written as frames come; of a frame only name and size are kept. The file appears under its name when complete.</summary>
public sealed class CocoWriter : IResultWriter
{
    private const int FlushAt = 1 << 16;

    private readonly string path;
    private readonly IMaskOutlines? outlines;
    private readonly FileStream file;
    private readonly Utf8JsonWriter json;
    private readonly List<object> images = [];
    private long annotations;

    /// <summary>Starts the file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="outlines">Makes outlines, which then take the place of run lengths; null for run lengths. COCO's polygons have no holes; <c>area</c> is always the mask's.</param>
    public CocoWriter(string path, IMaskOutlines? outlines = null)
    {
        this.path = path;
        this.outlines = outlines;
        file = OutputFile.Create(path + ".part");
        json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteStartArray("annotations");
    }

    /// <inheritdoc/>
    public void Write(ResultFrame frame)
    {
        // Ids start at 1: evaluators take 0 for "no match".
        var image = images.Count + 1;
        var mask = frame.Mask;
        images.Add(new { id = image, file_name = frame.FileName ?? frame.Name + ".png", frame_index = frame.Index, width = mask.Width, height = mask.Height });
        var labels = frame.Objects();
        var codes = RleMask.Encode(mask, labels);
        for (var i = 0; i < labels.Length; i++)
        {
            var (x, y, width, height) = codes[i].Bounds();
            JsonSerializer.Serialize(json, new
            {
                id = ++annotations,
                image_id = image,
                category_id = 1,
                track_id = labels[i],
                iscrowd = 0,
                area = codes[i].Area,
                bbox = new[] { x, y, width, height },
                score = frame.Scores is not null && frame.Scores.TryGetValue(labels[i], out var score) ? Math.Round(score, 4) : 1,
                segmentation = outlines is null ? new { size = new[] { mask.Height, mask.Width }, counts = codes[i].ToCompressedString() } : (object)outlines.Of(mask, labels[i]),
            });
        }

        if (json.BytesPending > FlushAt) json.Flush();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        json.WriteEndArray();
        json.WritePropertyName("images");
        JsonSerializer.Serialize(json, images);
        json.WritePropertyName("categories");
        JsonSerializer.Serialize(json, new[] { new { id = 1, name = "object" } });
        json.WriteEndObject();
        json.Dispose();
        file.Dispose();
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        json.Dispose();
        file.Dispose();
        File.Delete(path + ".part");
    }
}
