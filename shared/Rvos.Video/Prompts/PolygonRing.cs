using System.Text.Json;

namespace Rvos.Video.Prompts;

/// <summary>Reads a polygon's points from JSON: [[x,y],…], or [x,y,x,y,…] as COCO has it.</summary>
internal static class PolygonRing
{
    private const double MaximumNumber = 1e6;

    /// <exception cref="PromptFormatException">It is neither; the message says what was expected and what came.</exception>
    internal static IReadOnlyList<(double X, double Y)> Read(JsonElement ring, int index, string place)
    {
        if (ring.ValueKind != JsonValueKind.Array) throw Wrong(index, "a list of points or numbers", ring, place);
        var isFlat = ring.GetArrayLength() > 0 && ring[0].ValueKind == JsonValueKind.Number;
        var numbers = ring.GetArrayLength();
        if (isFlat && numbers % 2 != 0) throw new PromptFormatException($"ring {index}: {numbers} numbers came, expected are x and y in turn") { Place = place };
        var count = isFlat ? numbers / 2 : numbers;
        if (count is < 3 or > PolygonPrompt.MaxPoints) throw new PromptFormatException($"ring {index}: 3 to {PolygonPrompt.MaxPoints} points expected, {count} came") { Place = place };
        return isFlat ? Flat(ring, index, place) : Points(ring, index, place);
    }

    private static List<(double X, double Y)> Flat(JsonElement ring, int index, string place)
    {
        var points = new List<(double, double)>(ring.GetArrayLength() / 2);
        var (x, at) = (0.0, 0);
        foreach (var number in ring.EnumerateArray())
        {
            if (!IsCoordinate(number)) throw Wrong(index, $"number {at}: {ExpectedNumber(number)}", number, $"{place}[{at}]");
            if (at++ % 2 == 0) x = number.GetDouble();
            else points.Add((x, number.GetDouble()));
        }

        return points;
    }

    private static List<(double X, double Y)> Points(JsonElement ring, int index, string place)
    {
        var points = new List<(double, double)>(ring.GetArrayLength());
        foreach (var point in ring.EnumerateArray())
        {
            var here = $"{place}[{points.Count}]";
            if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() != 2) throw Wrong(index, $"point {points.Count}: two numbers [x,y]", point, here);
            for (var i = 0; i < 2; i++)
                if (!IsCoordinate(point[i])) throw Wrong(index, $"point {points.Count}: {ExpectedNumber(point[i])}", point[i], $"{here}[{i}]");
            points.Add((point[0].GetDouble(), point[1].GetDouble()));
        }

        return points;
    }

    private static bool IsCoordinate(JsonElement value) => value.ValueKind == JsonValueKind.Number && Math.Abs(value.GetDouble()) <= MaximumNumber;

    private static string ExpectedNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number ? "a number within a million" : "a number";

    private static PromptFormatException Wrong(int index, string expected, JsonElement came, string place) =>
        new($"ring {index}{(expected.Contains(':', StringComparison.Ordinal) ? ", " : ": ")}{expected} expected, {JsonCame.Text(came)} came") { Place = place };
}
