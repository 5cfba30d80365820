using System.Text.Json;
using Rvos.Video.Masks;
using Rvos.Video.Rle;

namespace Rvos.Video.Prompts;

/// <summary>An object's mask as JSON has it: polygons, or run lengths.</summary>
/// <param name="Polygon">The polygons; null for run lengths.</param>
/// <param name="Rows">Rows of the run lengths' mask.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Counts">The run lengths: a compressed string or a list.</param>
public sealed record ObjectShape(PolygonPrompt? Polygon, int Rows = 0, int Columns = 0, JsonElement Counts = default)
{
    /// <summary>The mask at an image's size.</summary>
    /// <exception cref="PromptFormatException">It covers no pixel, or is of another size.</exception>
    public LabelMask ToMask(int width, int height, byte label)
    {
        if (Polygon is not null) return Polygon.ToMask(width, height, label);
        if (Rows != height || Columns != width) throw new PromptFormatException($"the run lengths are of {Rows}x{Columns} (rows x columns), the image has {height}x{width}");
        try
        {
            var code = RleJson.Read(Counts, width, height);
            if (code.Area == 0) throw new PromptFormatException("the run lengths cover no pixel");
            var labels = new byte[width * height];
            code.Paint(labels, label);
            return new LabelMask(width, height, labels);
        }
        catch (RleFormatException error)
        {
            throw new PromptFormatException(error.Message, error);
        }
    }
}
