using System.Globalization;
using System.Text.Json;
using Rvos.Video.Files;

namespace Rvos.Video.Layouts;

/// <summary>Annotations of YouTube-VOS: <c>meta.json</c> with the objects and their frames, <c>Annotations/SEQ/00000.png</c>.</summary>
public static class YouTubeVosLayout
{
    private const long MaxMetaBytes = 64 << 20;
    private const int MaxId = 254;

    /// <summary>Lists the sequences of meta.json by name. Masks may be there for some frames only (validation and test sets give those where objects start).</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="names">Videos that are wanted; null for all. Nothing is looked for of others.</param>
    /// <exception cref="LayoutException">A file or folder is missing, a video is not listed, or meta.json is not as it should be; the message says where.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<TruthSequence> Read(string root, IReadOnlyList<string>? names = null)
    {
        var path = Path.Combine(root, "meta.json");
        if (new FileInfo(path) is not { Exists: true } file) throw new LayoutException($"{path}: no such file");
        if (file.Length > MaxMetaBytes) throw new LayoutException($"{path}: {file.Length} bytes; the limit is {MaxMetaBytes}");
        try
        {
            using var meta = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            var videos = Property(meta.RootElement, "videos", JsonValueKind.Object, "the top").EnumerateObject().OrderBy(v => v.Name, StringComparer.Ordinal).ToArray();
            return SequenceList.Choose(RequireOnce(videos, v => v.Name, "video"), v => v.Name, names, "videos").Select(v => Sequence(root, v)).ToArray();
        }
        catch (JsonException error)
        {
            throw new LayoutException($"{path}: line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}: not JSON", error);
        }
        catch (InvalidOperationException error) // what the framework says of text that is no Unicode, when it is read; all kinds are checked before
        {
            throw new LayoutException($"{path}: a name or text is no Unicode", error);
        }
        catch (LayoutException error)
        {
            throw new LayoutException($"{path}: {error.Message}", error);
        }
    }

    private static TruthSequence Sequence(string root, JsonProperty video)
    {
        if (!PlainName.Is(video.Name)) throw new LayoutException($"'{video.Name}' is no name of a sequence");
        var folder = DataFolder.Join(root, "Annotations", video.Name);
        if (!Directory.Exists(folder)) throw new LayoutException($"{folder}: no such folder");
        var objects = Property(video.Value, "objects", JsonValueKind.Object, $"video {video.Name}").EnumerateObject()
            .Select(o => Object(o, $"video {video.Name}, object {o.Name}")).OrderBy(o => o.Id).ToArray();
        return TruthSequence.Read(folder, RequireOnce(objects, o => o.Id, $"video {video.Name}: object"));
    }

    private static TruthObject Object(JsonProperty item, string where)
    {
        if (!byte.TryParse(item.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id is 0 or > MaxId) throw new LayoutException($"{where}: ids are 1 to {MaxId}");
        var frames = new List<string>();
        foreach (var frame in Property(item.Value, "frames", JsonValueKind.Array, where).EnumerateArray())
        {
            if (frame.ValueKind != JsonValueKind.String || !PlainName.Is(frame.GetString()!)) throw new LayoutException($"{where}: {frame.GetRawText()} is no name of a frame");
            frames.Add(frame.GetString()!);
        }

        if (frames.Count == 0) throw new LayoutException($"{where}: no frame");
        var category = item.Value.TryGetProperty("category", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        return new TruthObject(id, category, frames.Order(StringComparer.Ordinal).ToArray());
    }

    // Both lists are ordered: what is listed twice lies side by side.
    private static T[] RequireOnce<T, TKey>(T[] items, Func<T, TKey> key, string what)
        where TKey : IEquatable<TKey>
    {
        for (var i = 1; i < items.Length; i++)
            if (key(items[i]).Equals(key(items[i - 1]))) throw new LayoutException($"{what} {key(items[i])} is listed twice");
        return items;
    }

    private static JsonElement Property(JsonElement parent, string name, JsonValueKind kind, string where) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == kind ? value
            : throw new LayoutException($"{where}: '{name}' is missing or of a wrong kind");
}
