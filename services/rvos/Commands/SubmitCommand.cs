using System.CommandLine;
using Rvos.Cli.Submit;
using Rvos.Cli.Submit.Client;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos submit</c>: many videos to a server.</summary>
internal static class SubmitCommand
{
    private const string JournalName = "rvos-submit.journal";

    internal static Command Create()
    {
        var inputs = new Argument<string[]>("files") { Description = "video files, folders, globs in quotes, @list.txt or @- (one per line)", Arity = ArgumentArity.OneOrMore };
        var zeroShot = new Option<bool>("--zero-shot") { Description = "discover objects instead of following given ones" };
        var maxObjects = new Option<int?>("--max-objects") { Description = "objects to discover at most (zero-shot); default 10", HelpName = "N" };
        var masksFolder = new Option<string?>("--masks-dir") { Description = "masks by name: NAME.png is frame 0's of NAME.mp4, NAME/00005.png is frame 5's", HelpName = "DIR" };
        var model = new Option<string?>("--model", "-m") { Description = "a model of the server's", HelpName = "NAME" };
        var label = new Option<string[]>("--label") { Description = "a label of the jobs; may be given several times", HelpName = "NAME=VALUE" };
        var webhook = new Option<string?>("--webhook") { Description = "a URL that is told of each job's end", HelpName = "URL" };
        var noOverlay = new Option<bool>("--no-overlay") { Description = "make no overlay videos" };
        var wait = new Option<bool>("--wait") { Description = "wait for the jobs' end" };
        var output = new Option<string?>("--output", "-o") { Description = "wait, and fetch results into DIR/NAME/", HelpName = "DIR" };
        var parallel = new Option<int>("--parallel") { Description = "files under way at once, 1 to 64", DefaultValueFactory = _ => 4, HelpName = "N" };
        var journal = new Option<string?>("--journal") { Description = $"what is done already; default: {JournalName} in DIR, or here", HelpName = "FILE" };
        var retry = new Option<bool>("--retry") { Description = "new jobs for files whose job failed or was cancelled" };
        var patience = new Option<double>("--patience") { Description = "seconds that trouble with the server may last before a file is given up", DefaultValueFactory = _ => 300, HelpName = "SECONDS" };
        var json = new Option<bool>("--json") { Description = "print a summary as JSON on stdout" };
        var prompts = new PromptOptions();
        var server = new ServerOptions();
        var command = new Command("submit", "Send videos to an RVOS server: one job for each, many at once.\n\n" +
            "May be stopped at any time: the same command goes on where it was, and never makes a second job for the same video and options.\n" +
            "Exit code: 0 all completed (or submitted, without --wait), 1 some not, 2 bad usage.") { inputs };
        server.AddTo(command);
        prompts.AddTo(command);
        foreach (var option in (Option[])[masksFolder, zeroShot, maxObjects, model, label, webhook, noOverlay, wait, output, parallel, journal, retry, patience, json]) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (url, key) = server.Read(parsed);
            var folder = parsed.GetValue(output);
            return await new BatchRunner(new SubmitRequest
            {
                Inputs = parsed.GetValue(inputs) ?? [],
                Server = url,
                Key = key,
                IsZeroShot = parsed.GetValue(zeroShot),
                MaxObjects = parsed.GetValue(maxObjects),
                Model = parsed.GetValue(model),
                Masks = prompts.Masks(parsed),
                Boxes = prompts.Boxes(parsed),
                FillsBoxes = prompts.FillsBoxes(parsed),
                Polygons = prompts.Polygons(parsed),
                MasksFolder = parsed.GetValue(masksFolder),
                Labels = LabelOption.Parse(parsed.GetValue(label) ?? []),
                Webhook = parsed.GetValue(webhook),
                WritesOverlay = !parsed.GetValue(noOverlay),
                Waits = parsed.GetValue(wait) || folder is not null,
                Output = folder,
                Parallel = parsed.GetValue(parallel),
                Journal = parsed.GetValue(journal) ?? Path.Combine(folder ?? ".", JournalName),
                PrintsJson = parsed.GetValue(json),
                RetriesFailed = parsed.GetValue(retry),
                Retry = new RetryOptions { Patience = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(patience), -1, 1e6)) },
            }, TimeProvider.System, Console.In, Console.Out, Console.Error).RunAsync(cancellation);
        });
        return command;
    }
}
