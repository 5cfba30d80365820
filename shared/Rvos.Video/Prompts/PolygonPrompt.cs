using System.Text.Json;
using Rvos.Video.Masks;

namespace Rvos.Video.Prompts;

/// <summary>Polygons in pixels, filled by the even-odd rule at pixel centres: a second ring within a first one is a hole.</summary>
/// <param name="Rings">Closed rings of at least three points.</param>
public sealed record PolygonPrompt(IReadOnlyList<IReadOnlyList<(double X, double Y)>> Rings)
{
    /// <summary>Most points: 100,000.</summary>
    public const int MaxPoints = 100_000;

    private const long MaxFileBytes = 16 << 20;

    /// <summary>Reads a JSON file: a list of points [[x,y],…], or a list of such lists.</summary>
    /// <exception cref="PromptFormatException">It is not; the message names file and position.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PolygonPrompt Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes } file) throw new PromptFormatException($"{file.Length} bytes; the limit is {MaxFileBytes}");
            return Parse(File.ReadAllText(path));
        }
        catch (PromptFormatException error)
        {
            throw new PromptFormatException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Parses the same from text.</summary>
    /// <exception cref="PromptFormatException">It is not such JSON.</exception>
    public static PolygonPrompt Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return From(document.RootElement);
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

    /// <summary>The same from JSON that was parsed.</summary>
    /// <exception cref="PromptFormatException">It is no polygon.</exception>
    public static PolygonPrompt From(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0) throw new PromptFormatException("a list of points [[x,y],…] expected");
        var isSingle = root[0].ValueKind == JsonValueKind.Array && root[0].GetArrayLength() > 0 && root[0][0].ValueKind == JsonValueKind.Number;
        var rings = isSingle ? [Ring(root, 0)] : root.EnumerateArray().Select(Ring).ToArray();
        var points = rings.Sum(r => r.Count);
        return points <= MaxPoints ? new PolygonPrompt(rings) : throw new PromptFormatException($"{points} points; the limit is {MaxPoints}");
    }

    /// <summary>The filled polygons in an image of a size; parts outside are cut off.</summary>
    /// <exception cref="PromptFormatException">No pixel of the image is inside.</exception>
    public LabelMask ToMask(int width, int height, byte label)
    {
        var labels = new byte[width * height];
        var crossings = new List<double>();
        for (var y = 0; y < height; y++)
        {
            crossings.Clear();
            foreach (var ring in Rings)
            {
                for (var i = 0; i < ring.Count; i++)
                {
                    var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
                    var centre = y + 0.5;
                    if (a.Y <= centre == b.Y <= centre) continue;
                    crossings.Add(a.X + (centre - a.Y) * (b.X - a.X) / (b.Y - a.Y));
                }
            }

            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var first = (int)Math.Clamp(Math.Ceiling(crossings[i] - 0.5), 0, width);
                var last = (int)Math.Clamp(Math.Ceiling(crossings[i + 1] - 0.5), 0, width);
                if (last > first) labels.AsSpan(y * width + first, last - first).Fill(label);
            }
        }

        return labels.Any(l => l != 0) ? new LabelMask(width, height, labels)
            : throw new PromptFormatException($"the polygon covers no pixel of the image of {width}x{height}");
    }

    private static List<(double X, double Y)> Ring(JsonElement element, int index)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() is < 3 or > MaxPoints) throw new PromptFormatException($"ring {index}: 3 to {MaxPoints} points expected");
        var points = new List<(double, double)>();
        foreach (var point in element.EnumerateArray())
        {
            if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() != 2 || point.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.Number || !double.IsFinite(n.GetDouble()) || Math.Abs(n.GetDouble()) > 1e6))
                throw new PromptFormatException($"ring {index}, point {points.Count}: two numbers within a million expected");
            points.Add((point[0].GetDouble(), point[1].GetDouble()));
        }

        return points;
    }
}
