using System.CommandLine;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos segment</c>: a video or a folder of frames to masks.</summary>
internal static class SegmentCommand
{
    private static readonly string[] Formats = ["davis", "coco", "youtube-vos", "mots"];

    internal static Command Create()
    {
        var input = new Argument<string>("video") { Description = "a video file, or a folder of JPEG or PNG frames" };
        var output = new Option<string>("--output", "-o") { Description = "the folder to write", Required = true, HelpName = "FOLDER" };
        var zeroShot = new Option<bool>("--zero-shot") { Description = "discover objects instead of following given ones" };
        var maxObjects = new Option<int>("--max-objects") { Description = "objects to discover at most (zero-shot); never more than the model learned to tell apart", DefaultValueFactory = _ => 10, HelpName = "N" };
        var format = new Option<string>("--format") { Description = "layout of the masks: davis (default), coco, youtube-vos, mots", DefaultValueFactory = _ => "davis", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong(Formats);
        var polygons = new Option<bool>("--polygons") { Description = "outlines too: in coco.json in place of run lengths, in annotations.json beside them" };
        var model = new Option<string?>("--model", "-m") { Description = "a model's name (see 'rvos models') or a weights file", HelpName = "NAME|FILE" };
        var noOverlay = new Option<bool>("--no-overlay") { Description = "write no overlay video" };
        var json = new Option<bool>("--json") { Description = "print a summary as JSON on stdout" };
        var prompts = new PromptOptions();
        var inference = new InferenceSettings();
        var command = new Command("segment", "Follow objects through a video: a mask for every object in every frame.\n\n" +
            "One-shot: show the objects with --mask, --box or --polygon, at any frames.\nZero-shot: --zero-shot discovers objects by itself.\n\n" +
            "Writes masks/00000.png … (indexed PNG), annotations.json (COCO RLE, timestamps, confidence, lost ranges) and overlay.mp4.") { input, output };
        prompts.AddTo(command);
        foreach (var option in (Option[])[zeroShot, maxObjects, format, polygons, model, noOverlay, json]) command.Add(option);
        inference.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new SegmentRequest
            {
                Input = parsed.GetValue(input)!,
                Output = parsed.GetValue(output)!,
                IsZeroShot = parsed.GetValue(zeroShot),
                MaxObjects = parsed.GetValue(maxObjects),
                Format = parsed.GetValue(format)!,
                WritesPolygons = parsed.GetValue(polygons),
                Model = parsed.GetValue(model),
                WritesOverlay = !parsed.GetValue(noOverlay),
                PrintsJson = parsed.GetValue(json),
                HasPrompts = prompts.Any(parsed),
                Prompts = (width, height) => prompts.Read(parsed, width, height),
                Inference = inference.Read(parsed),
            };
            return await new SegmentRunner(request, TimeProvider.System).RunAsync(cancellation);
        });
        return command;
    }
}
