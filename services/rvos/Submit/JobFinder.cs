using System.Net;
using Rvos.Cli.Submit.Client;
using Rvos.Cli.Submit.Files;
using Rvos.Cli.Submit.Journal;
using Rvos.Contracts.Http;

namespace Rvos.Cli.Submit;

/// <summary>
/// The one job of a file and its options: from the journal, from the server by its label, or made now of an upload. A failed or cancelled one
/// counts too, unless failed ones are to be tried again.
/// </summary>
internal sealed class JobFinder(SubmitRequest request, SubmitJournal journal, ApiClient api, BatchProgress progress)
{
    private const int MaximumAttempts = 100;
    private readonly JobsClient jobs = new(api);

    internal async Task<JobTicket> FindOrCreateAsync(SubmitFile file, FileContent content, CreateJobRequest options, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            var key = JobKey.Of(content.Sha256!, options, attempt);
            if (await KnownAsync(file, content.Sha256!, key, cancellation) is not { } job) return await CreateAsync(file, content, options, key, cancellation);
            if (!request.RetriesFailed || job.State is not (JobState.Failed or JobState.Cancelled)) return new JobTicket(key, job.Id, job.Video, IsEarlier: true);
        }

        throw new SubmitException($"its job has failed {MaximumAttempts} times");
    }

    private async Task<Known?> KnownAsync(SubmitFile file, string sha256, string key, CancellationToken cancellation)
    {
        var (id, end) = journal.Look(j => (j.JobOf(key), j.EndOf(key)));
        if (id is not null && end is not null) return new Known(id, null, end.State!);
        if (id is not null)
        {
            if (await jobs.FindAsync(id, Tell(file), cancellation) is { } job) return Known.Of(job);
            journal.Append(new JournalEntry { Event = "lost", Key = key, Job = id });
        }

        if (await FindByLabelAsync(file, key, cancellation) is not { } found) return null;
        Remember(file, key, found);
        RememberVideo(file, sha256, found.Video);
        return Known.Of(found);
    }

    private async Task<JobTicket> CreateAsync(SubmitFile file, FileContent content, CreateJobRequest options, string key, CancellationToken cancellation)
    {
        var patience = api.NewPatience(Tell(file));
        while (true)
        {
            var earlier = journal.Look(j => j.VideoOf(content.Sha256!));
            var video = earlier ?? await UploadAsync(file, content, cancellation);
            try
            {
                progress.Step(file, "creating the job");
                var job = await jobs.CreateAsync(JobKey.Complete(options, video, key), $"rvos-submit-{key}", Tell(file), cancellation);
                Remember(file, key, job);
                return new JobTicket(key, job.Id, video, IsEarlier: false);
            }
            catch (ApiException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
            {
                // Of another run's upload of the same bytes, for instance from another machine.
                if (await FindByLabelAsync(file, key, cancellation) is { } job)
                {
                    Remember(file, key, job);
                    return new JobTicket(key, job.Id, job.Video, IsEarlier: true);
                }

                if (e.Field == JobsClient.IdempotencyKey)
                {
                    // It is just being made there, and not shown yet.
                    await patience.WaitAsync(e, cancellation);
                    continue;
                }

                if (earlier is null || !await IsVideoGoneAsync(file, earlier, cancellation)) throw;
                journal.Append(new JournalEntry { Event = "lost", Content = content.Sha256, Video = earlier });
            }
        }
    }

    private async Task<string> UploadAsync(SubmitFile file, FileContent content, CancellationToken cancellation)
    {
        content.ThrowIfChanged(file.Path);
        var video = await new TusUploader(api).UploadAsync(new UploadTask
        {
            Path = file.Path,
            Length = content.Length,
            Begun = journal.Look(j => j.UploadOf(content.Sha256!)),
            Created = url => journal.Append(new JournalEntry { Event = "upload", Content = content.Sha256, Path = file.Path, Upload = url }),
            Sent = sent => progress.Sent(file, sent, content.Length),
            Tell = Tell(file),
        }, cancellation);
        await ThrowIfOtherBytesAsync(file, video, content, cancellation);
        RememberVideo(file, content.Sha256!, video);
        return video;
    }

    // What came through is what was read: neither the file nor the way has changed it.
    private async Task ThrowIfOtherBytesAsync(SubmitFile file, string video, FileContent content, CancellationToken cancellation)
    {
        var stored = await api.JsonAsync<VideoView>(() => new HttpRequestMessage(HttpMethod.Get, PathOf(video)), Tell(file), cancellation);
        if (stored.Sha256 is null || stored.Sha256.Equals(content.Sha256, StringComparison.OrdinalIgnoreCase)) return;
        journal.Append(new JournalEntry { Event = "lost", Content = content.Sha256, Video = video });
        throw new SubmitException("the server has other bytes than the file had when it was read: it was written to meanwhile; submit it again");
    }

    private async Task<bool> IsVideoGoneAsync(SubmitFile file, string video, CancellationToken cancellation)
    {
        try
        {
            await api.JsonAsync<VideoView>(() => new HttpRequestMessage(HttpMethod.Get, PathOf(video)), Tell(file), cancellation);
            return false;
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return true;
        }
    }

    private Task<JobResponse?> FindByLabelAsync(SubmitFile file, string key, CancellationToken cancellation) =>
        jobs.FindByLabelAsync(JobKey.Label, key, Tell(file), cancellation);

    private void Remember(SubmitFile file, string key, JobResponse job) =>
        journal.Append(new JournalEntry { Event = "job", Key = key, Path = file.Path, Job = job.Id, Video = job.Video });

    private void RememberVideo(SubmitFile file, string sha256, string video) =>
        journal.Append(new JournalEntry { Event = "video", Content = sha256, Path = file.Path, Video = video });

    private Action<string> Tell(SubmitFile file) => text => progress.Trouble(file, text);

    private static string PathOf(string video) => $"/v1/videos/{Uri.EscapeDataString(video)}";

    private sealed record VideoView
    {
        public string? Sha256 { get; init; }
    }

    private sealed record Known(string Id, string? Video, string State)
    {
        internal static Known Of(JobResponse job) => new(job.Id, job.Video, job.State);
    }
}
