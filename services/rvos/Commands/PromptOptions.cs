using System.CommandLine;
using Rvos.OpenCv.Boxes;
using Rvos.Results.Prompts;
using Rvos.Video.Masks;
using Rvos.Video.Prompts;

namespace Rvos.Cli.Commands;

/// <summary>The options that show objects: masks, boxes and polygons at frames.</summary>
internal sealed class PromptOptions
{
    private readonly Option<string[]> masks = new("--mask") { Description = "an indexed PNG whose values are object numbers, for a frame; or COCO run lengths or annotations as JSON, a new object each; may be given several times", HelpName = "FRAME:PNG|JSON" };
    private readonly Option<string[]> boxes = new("--box") { Description = "a box x0,y0,x1,y1 in pixels around a new object, whose mask is found in it", HelpName = "FRAME:BOX" };
    private readonly Option<string[]> polygons = new("--polygon") { Description = "a JSON file of points [[x,y],…], flat lists [x,y,x,y,…], or several of them, which are united, as a new object", HelpName = "FRAME:JSON" };

    private readonly Option<bool> fill = new("--fill-box") { Description = "take the boxes of --box as masks as they are" };

    internal void AddTo(Command command)
    {
        command.Add(masks);
        command.Add(boxes);
        command.Add(fill);
        command.Add(polygons);
    }

    /// <summary>Reads all prompts for a video of a size. Masks as JSON, boxes and polygons take the numbers after those of the masks, in order.</summary>
    internal PromptSet Read(ParseResult parsed, int width, int height)
    {
        if (FillsBoxes(parsed) && Boxes(parsed).Count == 0) throw new ArgumentException("--fill-box belongs to --box");
        var set = new PromptSet(new GrabCutBoxes());
        var drawn = All(parsed, masks).ToLookup(prompt => ShapeFile.IsJson(prompt.Value));
        foreach (var prompt in drawn[false]) set.Add(prompt.Frame, LabelMaskReader.Read(prompt.Value));
        var next = set.ObjectIds.Append(0).Max() + 1;
        foreach (var prompt in drawn[true]) AddShapes(prompt);
        foreach (var prompt in All(parsed, boxes))
        {
            var (box, label) = (BoxPrompt.Parse(prompt.Value), Label(next++));
            if (box.X1 > width || box.Y1 > height) throw box.Outside(width, height);
            if (FillsBoxes(parsed)) set.Add(prompt.Frame, box.ToMask(width, height, label));
            else set.Add(prompt.Frame, new ObjectBox(label, box));
        }

        foreach (var prompt in All(parsed, polygons)) AddShapes(prompt);
        return set;

        void AddShapes(FramePrompt prompt)
        {
            foreach (var shape in ShapeFile.Load(prompt.Value)) set.Add(prompt.Frame, Mask(shape, prompt.Value, width, height, Label(next++)));
        }
    }

    internal bool Any(ParseResult parsed) => new[] { masks, boxes, polygons }.Any(o => parsed.GetValue(o) is { Length: > 0 });

    /// <summary>The values of <c>--mask</c>.</summary>
    internal IReadOnlyList<FramePrompt> Masks(ParseResult parsed) => [.. All(parsed, masks)];

    /// <summary>The values of <c>--box</c>.</summary>
    internal IReadOnlyList<FramePrompt> Boxes(ParseResult parsed) => [.. All(parsed, boxes)];

    /// <summary>Whether boxes are masks as they are.</summary>
    internal bool FillsBoxes(ParseResult parsed) => parsed.GetValue(fill);

    /// <summary>The values of <c>--polygon</c>.</summary>
    internal IReadOnlyList<FramePrompt> Polygons(ParseResult parsed) => [.. All(parsed, polygons)];

    private static IEnumerable<FramePrompt> All(ParseResult parsed, Option<string[]> option) =>
        (parsed.GetValue(option) ?? []).Select(text => FramePrompt.Parse(option.Name, text));

    private static LabelMask Mask(ObjectShape shape, string path, int width, int height, byte label)
    {
        try
        {
            return shape.ToMask(width, height, label);
        }
        catch (PromptFormatException error)
        {
            throw new PromptFormatException($"{path}: {error.Message}", error);
        }
    }

    private static byte Label(int number) => number <= 254 ? (byte)number : throw new ArgumentException("more than 254 objects");
}
