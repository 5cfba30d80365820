using System.Text.Json;
using Rvos.Video.Masks;

namespace Rvos.Video.Prompts;

/// <summary>Polygons in pixels, each filled by the even-odd rule at pixel centres; several are the parts of one object, as in COCO: they are united, and none is a hole.</summary>
/// <param name="Rings">Closed rings of at least three points, one for each polygon.</param>
public sealed record PolygonPrompt(IReadOnlyList<IReadOnlyList<(double X, double Y)>> Rings)
{
    /// <summary>Most points: 100,000.</summary>
    public const int MaxPoints = 100_000;

    private const long MaxFileBytes = 16 << 20;

    /// <summary>Reads a JSON file: a polygon [[x,y],…] or [x,y,x,y,…], or a list of polygons.</summary>
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
            throw new PromptFormatException($"{path}: {error.Message}", error) { Place = error.Place };
        }
    }

    /// <summary>Parses the same from text.</summary>
    /// <exception cref="PromptFormatException">It is not such JSON.</exception>
    public static PolygonPrompt Parse(string json)
    {
        using var document = ShapeFile.Parse(json);
        return From(document.RootElement);
    }

    /// <summary>The same from JSON that was parsed.</summary>
    /// <exception cref="PromptFormatException">It is no polygon.</exception>
    public static PolygonPrompt From(JsonElement root)
    {
        const string Expected = "a list of points [[x,y],…], or of numbers [x,y,x,y,…], or a list of such lists is expected";
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0) throw new PromptFormatException($"{Expected}, {JsonCame.Text(root)} came");
        var isSingle = IsNumbers(root) || (IsNumbers(root[0]) && root[0].GetArrayLength() == 2);
        var rings = isSingle ? [PolygonRing.Read(root, 0, "")] : root.EnumerateArray().Select((ring, i) => PolygonRing.Read(ring, i, $"[{i}]")).ToArray();
        var points = rings.Sum(r => r.Count);
        return points <= MaxPoints ? new PolygonPrompt(rings) : throw new PromptFormatException($"{points} points; the limit is {MaxPoints}");
    }

    /// <summary>The filled polygons in an image of a size; parts outside are cut off.</summary>
    /// <exception cref="PromptFormatException">No pixel of the image is inside.</exception>
    public LabelMask ToMask(int width, int height, byte label)
    {
        var labels = new byte[width * height];
        var crossings = new List<double>();
        foreach (var ring in Rings)
        {
            for (var y = 0; y < height; y++) Fill(ring, y, crossings, labels.AsSpan(y * width, width), label);
        }

        return labels.Any(l => l != 0) ? new LabelMask(width, height, labels)
            : throw new PromptFormatException($"the polygon covers no pixel of the image of {width}x{height}");
    }

    private static bool IsNumbers(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Number;

    private static void Fill(IReadOnlyList<(double X, double Y)> ring, int y, List<double> crossings, Span<byte> row, byte label)
    {
        crossings.Clear();
        var centre = y + 0.5;
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            if (a.Y <= centre == b.Y <= centre) continue;
            crossings.Add(a.X + (centre - a.Y) * (b.X - a.X) / (b.Y - a.Y));
        }

        crossings.Sort();
        for (var i = 0; i + 1 < crossings.Count; i += 2)
        {
            var first = (int)Math.Clamp(Math.Ceiling(crossings[i] - 0.5), 0, row.Length);
            var last = (int)Math.Clamp(Math.Ceiling(crossings[i + 1] - 0.5), 0, row.Length);
            if (last > first) row[first..last].Fill(label);
        }
    }
}
