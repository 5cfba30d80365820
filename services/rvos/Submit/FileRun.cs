using Rvos.Cli.Submit.Client;
using Rvos.Cli.Submit.Files;
using Rvos.Cli.Submit.Journal;
using Rvos.Cli.Submit.Results;

namespace Rvos.Cli.Submit;

/// <summary>Takes one file from its bytes to its results; each step that the journal knows is passed over.</summary>
internal sealed class FileRun(SubmitRequest request, JobTemplate template, SubmitJournal journal, ApiClient api, BatchProgress progress)
{
    private readonly JobsClient jobs = new(api);
    private readonly KeyLocks locks = new();

    internal async Task<FileOutcome> RunAsync(SubmitFile file, CancellationToken cancellation)
    {
        var options = template.For(file);
        var content = await ContentAsync(file, cancellation);
        JobTicket ticket;
        // Equal files are uploaded once, and have one job: the second waits until the first has made it.
        using (await locks.EnterAsync(content.Sha256!, cancellation))
            ticket = await new JobFinder(request, journal, api, progress).FindOrCreateAsync(file, content, options, cancellation);
        var outcome = new FileOutcome { File = file, State = FileOutcome.Submitted, Job = ticket.Job, Video = ticket.Video, IsEarlier = ticket.IsEarlier };
        if (!request.Waits) return outcome;
        var end = await EndAsync(file, ticket, cancellation);
        outcome = outcome with { State = end.State!, Frames = end.Frames, Reason = end.Error, Warnings = end.Warnings ?? [] };
        return end.State == JobState.Completed && request.Output is not null ? await SaveAsync(file, ticket, outcome, cancellation) : outcome;
    }

    private async Task<FileContent> ContentAsync(SubmitFile file, CancellationToken cancellation)
    {
        var now = FileContent.Look(file.Path);
        if (journal.Look(j => j.ContentOf(file.Path, now.Length, now.Modified)) is { } known) return now with { Sha256 = known };
        progress.Step(file, "reading");
        var read = await FileContent.ReadAsync(file.Path, cancellation);
        journal.Append(new JournalEntry { Event = "file", Path = file.Path, Length = read.Length, Modified = read.Modified, Content = read.Sha256 }, isAnywhere: true);
        return read;
    }

    private async Task<JournalEntry> EndAsync(SubmitFile file, JobTicket ticket, CancellationToken cancellation)
    {
        if (journal.Look(j => j.EndOf(ticket.Key)) is { } known) return known;
        var job = await new JobWatcher(api, jobs).WaitAsync(ticket.Job, seen => progress.Seen(file, seen), text => progress.Trouble(file, text), cancellation);
        var end = new JournalEntry { Event = "end", Key = ticket.Key, Job = job.Id, State = job.State, Error = job.Error, Warnings = job.Warnings.Count > 0 ? job.Warnings : null, Frames = job.Progress.Frames ?? job.Progress.FramesSegmented };
        journal.Append(end);
        return end;
    }

    private async Task<FileOutcome> SaveAsync(SubmitFile file, JobTicket ticket, FileOutcome outcome, CancellationToken cancellation)
    {
        var folder = new OutputFolder(Path.Combine(request.Output!, file.Name));
        if (journal.Look(j => j.KeyIn(folder.Path)) == ticket.Key && Directory.Exists(folder.Path)) return outcome with { Output = folder.Path };
        progress.Step(file, "fetching results");
        if (await jobs.FindAsync(ticket.Job, text => progress.Trouble(file, text), cancellation) is not { } job)
        {
            journal.Append(new JournalEntry { Event = "lost", Key = ticket.Key, Job = ticket.Job });
            throw new SubmitException($"the server has deleted its job {ticket.Job} and its results; the same command makes a new one");
        }

        await new ResultsDownloader(api).SaveAsync(job, folder, text => progress.Trouble(file, text), cancellation);
        journal.Append(new JournalEntry { Event = "saved", Key = ticket.Key, Job = ticket.Job, Output = folder.Path });
        return outcome with { Output = folder.Path };
    }
}
