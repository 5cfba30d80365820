using System.Globalization;
using System.Text.Json;
using Rvos.Cli.Terminal;
using Rvos.Model;
using Rvos.OpenCv.Polygons;
using Rvos.Pipeline.Running;
using Rvos.Results.Prompts;
using Rvos.Results.Writing;
using Rvos.Video.Decoding;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Weights.Models;

namespace Rvos.Cli.Commands;

/// <summary>Runs one segmentation from files to files.</summary>
internal sealed class SegmentRunner(SegmentRequest request, TimeProvider time)
{
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        request.Validated();
        var weights = ModelCatalogue.Shipped.Find(request.Model ?? (request.IsZeroShot ? ModelCatalogue.DefaultZeroShot : ModelCatalogue.DefaultOneShot));
        await using var source = await VideoSource.OpenAsync(request.Input, cancellationToken: cancellation);
        var prompts = request.Prompts(source.Info.Width, source.Info.Height);
        using var model = RvosModel.Open(weights, request.Inference);
        if (request.IsZeroShot && model.Description.IsOneShot) throw new ArgumentException($"model '{model.Description.Name}' follows given objects: --zero-shot needs another one");
        var run = new SegmentationRun(model, prompts, request.MaxObjects, time);
        var progress = new ProgressLine(source.Info.DeclaredFrames, time, request.PrintsJson);
        var started = time.GetTimestamp();
        Directory.CreateDirectory(request.Output);
        var sinks = Sinks(source.Info, model.Description.Name).ToList();
        int frames;
        try
        {
            frames = await run.RunAsync(source, sinks, progress.Update, cancellation);
        }
        finally
        {
            progress.Finish();
            foreach (var sink in sinks) await sink.DisposeAsync();
        }

        string[] notes = [.. prompts.Filled.Select(box => FilledBoxText.Of(box.Frame, box.Box)), .. source.Report?.Notes ?? []];
        var warnings = sinks.OfType<OverlaySink>().Select(sink => sink.Warning).OfType<string>().ToArray();
        foreach (var said in notes.Concat(warnings)) await Console.Error.WriteLineAsync($"rvos: warning: {said}");
        Report(run, source, model, notes, warnings, frames, time.GetElapsedTime(started), cancellation.IsCancellationRequested);
        if (cancellation.IsCancellationRequested) return ExitCode.Failed;
        if (frames == 0) throw new Rvos.Video.Ffmpeg.VideoFormatException($"{request.Input}: no frame could be decoded");
        return ExitCode.Done;
    }

    private IEnumerable<IResultSink> Sinks(VideoInfo info, string model)
    {
        yield return new LayoutSink(Writer());
        yield return new AnnotationsSink(Path.Combine(request.Output, "annotations.json"), info, model, Outlines);
        if (request.WritesOverlay) yield return new OverlaySink(Path.Combine(request.Output, "overlay.mp4"), info, isOptional: true);
    }

    private IMaskOutlines? Outlines => request.WritesPolygons ? new MaskOutlines() : null;

    private IResultWriter Writer()
    {
        var sequence = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Input)));
        return request.Format switch
        {
            "youtube-vos" => IndexedPngWriter.YouTubeVos(request.Output, sequence),
            "mots" => new MotsTextWriter(request.Output, sequence),
            "coco" => new CocoWriter(Path.Combine(request.Output, "coco.json"), Outlines),
            _ => IndexedPngWriter.Davis(request.Output, "masks"),
        };
    }

    private void Report(SegmentationRun run, IFrameSource source, RvosModel model, IReadOnlyList<string> notes, IReadOnlyList<string> warnings, int frames, TimeSpan elapsed, bool isStopped)
    {
        var rate = frames / Math.Max(0.001, elapsed.TotalSeconds);
        var damage = source.Report is { IsWhole: false } report ? report.Summary : null;
        var stages = Enum.GetValues<Stage>().ToDictionary(s => s.ToString().ToLowerInvariant(), s => frames == 0 ? 0 : Math.Round(run.Clock[s].TotalMilliseconds / frames, 2));
        if (request.PrintsJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                output = Path.GetFullPath(request.Output),
                model = model.Description.Name,
                engine = model.Engine.Description,
                frames,
                seconds = Math.Round(elapsed.TotalSeconds, 3),
                frames_per_second = Math.Round(rate, 1),
                ms_per_frame = stages,
                lost_in_decoding = damage,
                notes,
                warnings,
                stopped = isStopped,
            }));
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames} frames in {elapsed.TotalSeconds:F1} s ({rate:F1} frames/s), {model.Description.Name}, {model.Engine.Description}"));
        Console.WriteLine($"ms per frame: {string.Join(", ", stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:F1}")))} (reading and writing overlap the rest)");
        Console.WriteLine($"{(isStopped ? "stopped; what is done is in" : "written to")} {request.Output}");
        if (damage is not null) Console.Error.WriteLine($"rvos: warning: {request.Input}: {damage}");
    }
}
