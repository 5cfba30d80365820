using System.Text.Json;

namespace Rvos.Video.Prompts;

/// <summary>
/// Reads JSON files that show objects: polygons (<see cref="PolygonPrompt"/>), COCO run lengths <c>{"size":[rows,columns],"counts":…}</c>, an annotation whose
/// <c>segmentation</c> is one of these, or a list of annotations or run lengths, an object each.
/// </summary>
public static class ShapeFile
{
    private const long MaxFileBytes = 16 << 20;
    private const int MaxDepth = 8;

    /// <summary>Whether a file is JSON and no picture: its first character that is no white space begins an object or a list.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsJson(string path)
    {
        Span<byte> start = stackalloc byte[64];
        using var file = File.OpenRead(path);
        var text = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        return text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="PromptFormatException">It shows no object; the message names file and place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ObjectShape> Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes } file) throw new PromptFormatException($"{file.Length} bytes; the limit is {MaxFileBytes}");
            using var document = Parse(File.ReadAllText(path));
            return All(document.RootElement);
        }
        catch (PromptFormatException error)
        {
            throw new PromptFormatException($"{path}: {error.Message}", error) { Place = error.Place };
        }
    }

    internal static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException error)
        {
            throw new PromptFormatException($"line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}: not JSON", error);
        }
        catch (ArgumentException error) // what the framework says of half a surrogate pair
        {
            throw new PromptFormatException("not JSON: the text is no Unicode", error);
        }
    }

    private static ObjectShape[] All(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0 || root[0].ValueKind != JsonValueKind.Object) return [One(root, "")];
        return [.. root.EnumerateArray().Select((item, i) => One(item, $"object {i}: "))];
    }

    private static ObjectShape One(JsonElement value, string where)
    {
        const string Expected = "polygons, run lengths {\"size\":[rows,columns],\"counts\":…}, or an object with a \"segmentation\" of these is expected";
        try
        {
            if (value.ValueKind == JsonValueKind.Array) return new ObjectShape(PolygonPrompt.From(value));
            if (value.ValueKind != JsonValueKind.Object) throw new PromptFormatException($"{Expected}, {JsonCame.Text(value)} came");
            if (value.TryGetProperty("segmentation", out var inner) && inner.ValueKind is JsonValueKind.Array or JsonValueKind.Object) value = inner;
            if (value.ValueKind == JsonValueKind.Array) return new ObjectShape(PolygonPrompt.From(value));
            if (!value.TryGetProperty("counts", out var counts) || !value.TryGetProperty("size", out var size))
                throw new PromptFormatException($"{Expected}, an object with {Names(value)} came");
            if (size.ValueKind != JsonValueKind.Array || size.GetArrayLength() != 2 || !IsSize(size[0], out var rows) || !IsSize(size[1], out var columns))
                throw new PromptFormatException($"size: rows and columns are expected, {(size.ValueKind == JsonValueKind.Array ? size.GetRawText() : JsonCame.Text(size))} came");
            return new ObjectShape(null, rows, columns, counts.Clone());
        }
        catch (PromptFormatException error) when (where.Length > 0)
        {
            throw new PromptFormatException(where + error.Message, error) { Place = error.Place };
        }
    }

    private static bool IsSize(JsonElement value, out int size)
    {
        size = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out size) && size > 0;
    }

    private static string Names(JsonElement value) =>
        value.EnumerateObject().Take(6).Select(p => $"\"{p.Name}\"").ToArray() is { Length: > 0 } names ? string.Join(", ", names) : "nothing";
}
