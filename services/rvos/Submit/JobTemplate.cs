using System.Text.Json;
using Rvos.Cli.Commands;
using Rvos.Cli.Submit.Files;
using Rvos.Contracts.Http;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Prompts;

namespace Rvos.Cli.Submit;

/// <summary>Makes the request of each file's job of the options; masks that hold for all files are read once.</summary>
internal sealed class JobTemplate
{
    private const int MaximumId = 254;
    private readonly SubmitRequest request;
    private readonly Shown common;
    private readonly IReadOnlyList<ObjectRequest> shapes;

    /// <exception cref="PngFormatException">A mask is none.</exception>
    /// <exception cref="PromptFormatException">A box or polygon is none.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal JobTemplate(SubmitRequest request)
    {
        this.request = request;
        common = Read(request.Masks);
        shapes = [.. request.Boxes.Select(Box), .. request.Polygons.SelectMany(Shapes)];
    }

    /// <summary>The request for a file, without its video's id. Masks as JSON, boxes and polygons take the numbers after those of the masks, in order.</summary>
    /// <exception cref="SubmitException">The file's own masks are missing or damaged.</exception>
    internal CreateJobRequest For(SubmitFile file)
    {
        var own = request.MasksFolder is { } folder ? ReadOwn(MaskFolder.Find(folder, file)) : new Shown([], [], 0);
        var first = Math.Max(common.HighestId, own.HighestId) + 1;
        ObjectRequest[] all = [.. common.Shapes, .. own.Shapes, .. shapes];
        if (first + all.Length - 1 > MaximumId) throw new SubmitException($"more than {MaximumId} objects");
        return new CreateJobRequest
        {
            Video = "",
            Mode = request.IsZeroShot ? "zero-shot" : "one-shot",
            Model = request.Model,
            MaxObjects = request.MaxObjects,
            Masks = [.. common.Masks, .. own.Masks],
            Objects = [.. all.Select((shape, i) => shape with { Id = first + i })],
            Outputs = request.WritesOverlay ? ["overlay"] : [],
            Webhook = request.Webhook is { } url ? new JobWebhookRequest { Url = url } : null,
            Labels = new SortedDictionary<string, string>(request.Labels.ToDictionary(), StringComparer.Ordinal),
        };
    }

    private static Shown ReadOwn(IReadOnlyList<FramePrompt> masks)
    {
        try
        {
            return Read(masks);
        }
        // One file's mask does not end the batch.
        catch (Exception e) when (e is PngFormatException or PromptFormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SubmitException(e.Message, e);
        }
    }

    private static Shown Read(IReadOnlyList<FramePrompt> prompts)
    {
        var masks = new List<MaskRequest>();
        var found = new List<ObjectRequest>();
        var highest = 0;
        foreach (var prompt in prompts)
        {
            if (ShapeFile.IsJson(prompt.Value))
            {
                found.AddRange(Shapes(prompt));
                continue;
            }

            var labels = LabelMaskReader.Read(prompt.Value).Labels;
            if (labels.All(l => l == 0)) throw new ArgumentException($"{prompt.Value}: shows no object");
            highest = Math.Max(highest, labels.Max());
            masks.Add(new MaskRequest { Frame = prompt.Frame, Png = File.ReadAllBytes(prompt.Value) });
        }

        return new Shown(masks, found, highest);
    }

    private ObjectRequest Box(FramePrompt prompt)
    {
        var box = BoxPrompt.Parse(prompt.Value);
        return new ObjectRequest { Id = 0, Frame = prompt.Frame, Box = [box.X0, box.Y0, box.X1, box.Y1], Fill = request.FillsBoxes ? true : null };
    }

    private static IEnumerable<ObjectRequest> Shapes(FramePrompt prompt) => ShapeFile.Load(prompt.Value).Select(shape => shape.Polygon is { } polygon
        ? new ObjectRequest { Id = 0, Frame = prompt.Frame, Polygon = JsonSerializer.SerializeToElement(polygon.Rings.Select(r => r.Select(p => new[] { p.X, p.Y }))) }
        : new ObjectRequest { Id = 0, Frame = prompt.Frame, Rle = new RleRequest { Size = [shape.Rows, shape.Columns], Counts = shape.Counts } });

    private sealed record Shown(IReadOnlyList<MaskRequest> Masks, IReadOnlyList<ObjectRequest> Shapes, int HighestId);
}
