using System.Text.Json;
using Rvos.Video.Prompts;

namespace Rvos.Video.Rle;

/// <summary>Run lengths as JSON has them: the compressed string of pycocotools, or the list of numbers that it stands for (COCO's crowds, CVAT, "uncompressed").</summary>
public static class RleJson
{
    /// <summary>Reads run lengths.</summary>
    /// <param name="counts">The string or the list.</param>
    /// <param name="width">Columns of the mask.</param>
    /// <param name="height">Rows of the mask.</param>
    /// <exception cref="RleFormatException">It is neither, or not of this size; the message says what was expected and what came.</exception>
    public static RleMask Read(JsonElement counts, int width, int height) => counts.ValueKind switch
    {
        JsonValueKind.String => RleMask.Parse(Text(counts), width, height),
        JsonValueKind.Array => RleMask.FromCounts(Numbers(counts), width, height),
        _ => throw new RleFormatException($"run lengths are expected, a compressed string or a list of whole numbers, {JsonCame.Text(counts)} came") { Place = "counts" },
    };

    private static string Text(JsonElement counts)
    {
        try
        {
            return counts.GetString()!;
        }
        catch (InvalidOperationException) // what the framework says of half a surrogate pair
        {
            throw new RleFormatException("the run lengths' text is no Unicode") { Place = "counts" };
        }
    }

    private static uint[] Numbers(JsonElement list)
    {
        var numbers = new uint[list.GetArrayLength()];
        var at = 0;
        foreach (var number in list.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetUInt32(out numbers[at]))
                throw new RleFormatException($"run {at}: a whole number of 0 or more is expected, {JsonCame.Text(number)} came") { Place = $"counts[{at}]" };
            at++;
        }

        return numbers;
    }
}
