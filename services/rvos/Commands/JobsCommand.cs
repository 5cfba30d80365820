using System.CommandLine;
using Rvos.Cli.Jobs;
using Rvos.Cli.Submit.Client;

namespace Rvos.Cli.Commands;

/// <summary><c>rvos jobs</c>: jobs of a server.</summary>
internal static class JobsCommand
{
    internal static Command Create() => new("jobs", "List, show and cancel jobs of a server.") { List(), Show(), Cancel() };

    private static Command List()
    {
        var state = new Option<string?>("--state") { Description = $"only jobs in a state: {string.Join(", ", JobState.All)}", HelpName = "STATE" };
        state.AcceptOnlyFromAmong(JobState.All);
        var label = new Option<string?>("--label") { Description = "only jobs with a label", HelpName = "NAME=VALUE" };
        var limit = new Option<int>("--limit") { Description = "jobs at most, the newest", DefaultValueFactory = _ => 50, HelpName = "N" };
        var (server, json) = (new ServerOptions(), Json());
        var command = new Command("list", "List jobs, newest first.") { state, label, limit, json };
        server.AddTo(command);
        command.SetAction((parsed, cancellation) => new JobCommands(server.Read(parsed), parsed.GetValue(json), Console.Out, Console.Error, TimeProvider.System)
            .ListAsync(parsed.GetValue(state), LabelOption.Parse(parsed.GetValue(label) is { } text ? [text] : []), parsed.GetValue(limit), cancellation));
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("job") { Description = "a job's id" };
        var (server, json) = (new ServerOptions(), Json());
        var command = new Command("show", "Show a job: state, progress, error.") { id, json };
        server.AddTo(command);
        command.SetAction((parsed, cancellation) => new JobCommands(server.Read(parsed), parsed.GetValue(json), Console.Out, Console.Error, TimeProvider.System)
            .ShowAsync(parsed.GetValue(id)!, cancellation));
        return command;
    }

    private static Command Cancel()
    {
        var ids = new Argument<string[]>("jobs") { Description = "ids of jobs", Arity = ArgumentArity.OneOrMore };
        var server = new ServerOptions();
        var command = new Command("cancel", "Cancel jobs that have not ended; what they have made so far stays.") { ids };
        server.AddTo(command);
        command.SetAction((parsed, cancellation) => new JobCommands(server.Read(parsed), printsJson: false, Console.Out, Console.Error, TimeProvider.System)
            .CancelAsync(parsed.GetValue(ids)!, cancellation));
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "print JSON" };
}
