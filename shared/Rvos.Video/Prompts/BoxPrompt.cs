using System.Globalization;
using Rvos.Video.Masks;

namespace Rvos.Video.Prompts;

/// <summary>A box in pixels: columns X0 up to, not including, X1; rows likewise.</summary>
/// <param name="X0">First column.</param>
/// <param name="Y0">First row.</param>
/// <param name="X1">Column after the last.</param>
/// <param name="Y1">Row after the last.</param>
public sealed record BoxPrompt(int X0, int Y0, int X1, int Y1)
{
    /// <summary>Parses "x0,y0,x1,y1".</summary>
    /// <exception cref="PromptFormatException">It is not four whole numbers that make a box.</exception>
    public static BoxPrompt Parse(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[4];
        if (parts.Length != 4 || !parts.Select((p, i) => int.TryParse(p, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out numbers[i])).All(ok => ok))
            throw new PromptFormatException($"'{text}' is not a box: x0,y0,x1,y1 in pixels expected");
        var box = new BoxPrompt(numbers[0], numbers[1], numbers[2], numbers[3]);
        return box.X0 >= 0 && box.Y0 >= 0 && box.X1 > box.X0 && box.Y1 > box.Y0 ? box
            : throw new PromptFormatException($"the box '{text}' is empty or starts outside the image");
    }

    /// <summary>The filled box in an image of a size.</summary>
    /// <exception cref="PromptFormatException">The box ends outside the image.</exception>
    public LabelMask ToMask(int width, int height, byte label)
    {
        if (X1 > width || Y1 > height) throw Outside(width, height);
        var labels = new byte[width * height];
        for (var y = Y0; y < Y1; y++) labels.AsSpan(y * width + X0, X1 - X0).Fill(label);
        return new LabelMask(width, height, labels);
    }

    /// <summary>What is wrong with a box that ends outside an image of a size.</summary>
    public PromptFormatException Outside(int width, int height) => new($"the box {X0},{Y0},{X1},{Y1} ends outside the image of {width}x{height}");
}
