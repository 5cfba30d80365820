using System.CommandLine;
using System.Globalization;
using Rvos.Cli.Terminal;
using Rvos.Training.Data;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos compose</c>: multi-object sequences out of single ones.</summary>
internal static class ComposeCommand
{
    internal static Command Create()
    {
        var sequences = new Argument<string>("sequences") { Description = "annotated sequences in DAVIS layout", HelpName = "FOLDER" };
        var output = new Option<string>("--output", "-o") { Description = "new folder for the composites, in DAVIS layout", Required = true, HelpName = "FOLDER" };
        var objects = new Option<int>("--objects") { Description = "objects of each", DefaultValueFactory = _ => 3, HelpName = "N" };
        var frames = new Option<int>("--frames") { Description = "frames of each at most", DefaultValueFactory = _ => 60, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "seed of all draws", DefaultValueFactory = _ => 1, HelpName = "N" };
        Within(objects, 2, 10);
        Within(frames, 2, 10_000);
        var command = new Command("compose", "Make multi-object sequences to evaluate with: into each sequence, tracked objects of others are pasted. Masks are exact.\n\n" +
            "Then:  rvos segment OUT/JPEGImages/480p/SEQ --mask 0:OUT/Annotations/480p/SEQ/00000.png -o RESULTS/SEQ\n" +
            "       rvos evaluate --ground-truth OUT --results RESULTS") { sequences, output, objects, frames, seed };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(output)!;
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new InvalidDataException($"{folder}: the folder is not empty");
            var composites = new Composites(parsed.GetValue(sequences)!);
            try
            {
                for (var n = 0; n < composites.Count; n++)
                {
                    var (name, clip) = composites.Make(n, parsed.GetValue(objects), parsed.GetValue(frames), parsed.GetValue(seed));
                    Write(folder, name, clip);
                    Console.WriteLine($"{name}: {clip.Length} frames");
                }
            }
            catch
            {
                // It was not there, or empty.
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
                throw;
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Within(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < least || result.GetValueOrDefault<int>() > most) result.AddError($"{option.Name} must be within {least}..{most}");
    });

    private static void Write(string folder, string name, Clip clip)
    {
        var (images, masks) = (OutputFile.MakeFolder(folder, "JPEGImages", "480p", name), OutputFile.MakeFolder(folder, "Annotations", "480p", name));
        var pixels = clip.Height * clip.Width;
        for (var t = 0; t < clip.Length; t++)
        {
            var file = t.ToString("D5", CultureInfo.InvariantCulture) + ".png";
            OutputFile.Write(Path.Combine(images, file), PngWriter.EncodeRgb(clip.Width, clip.Height, clip.Frames.AsSpan(t * pixels * 3, pixels * 3)));
            OutputFile.Write(Path.Combine(masks, file), PngWriter.Encode(new LabelMask(clip.Width, clip.Height, clip.Labels[(t * pixels)..((t + 1) * pixels)])));
        }
    }
}
