using System.Globalization;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Flow;

/// <summary>The states of a job and what leads from one to the next. Pure: rows in, changes out; null where nothing is to be changed.</summary>
internal sealed class JobFlow(IOptions<JobOptions> options, TimeProvider time)
{
    private const int MaximumRepairs = 3;
    private static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(5);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Its masks are stored: it may be seen, and waits for its turn.</summary>
    internal JobChange? Accept(JobRow row) => row.State != JobState.Storing ? null : new JobChange(row with { State = JobState.Queued, NextCheckAt = Soon() }, JobEventRow.State);

    /// <summary>Its turn has come.</summary>
    internal JobChange? Start(JobRow row)
    {
        if (row.State != JobState.Queued) return null;
        var running = row with { State = JobState.Running, StartedAt = Now, SegmentsDue = Due(row, row.SegmentsMasked), NextCheckAt = Soon(), Stalls = 0 };
        return new JobChange(running, JobEventRow.State, new SegmentationRequested { JobId = row.Id, FromSegment = (int)row.SegmentsMasked });
    }

    /// <summary>Frames were decoded.</summary>
    internal JobChange? Decoded(JobRow row, FramesDecoded message)
    {
        var notes = JobNotes.With(row.Notes, message.Notes);
        if (row.State != JobState.Running || (row.FramesDecoded >= message.FramesSoFar && (!message.IsLast || row.Frames is not null) && notes == row.Notes)) return null;
        var frames = message.IsLast ? message.FramesSoFar : row.Frames;
        return new JobChange(row with { FramesDecoded = Math.Max(row.FramesDecoded, message.FramesSoFar), Frames = frames, Lost = message.Lost ?? row.Lost, Notes = notes, NextCheckAt = Soon(), Stalls = 0 }, null);
    }

    /// <summary>Frames were encoded.</summary>
    internal JobChange? Encoded(JobRow row, FeaturesExtracted message)
    {
        var frames = Math.Min((message.Segment + 1L) * row.Manifest.SegmentLength, row.Frames ?? long.MaxValue);
        return row.State != JobState.Running || row.FramesEncoded >= frames ? null : new JobChange(row with { FramesEncoded = frames, NextCheckAt = Soon(), Stalls = 0 }, null);
    }

    /// <summary>The next segment has masks. Whatever is late, doubled, or of a revision that counts no more changes nothing. After a gap there is no progress: the missing
    /// segments, and this one, are asked for.</summary>
    internal JobChange? Masked(JobRow row, MasksDecoded message)
    {
        if (!Counts(row, message)) return null;
        if (message.Segment > row.SegmentsMasked) return new JobChange(row, null, AskAgain(row, message.Segment + 1 - row.SegmentsMasked));
        var manifest = row.Manifest;
        var masked = row with
        {
            SegmentsMasked = message.Segment + 1,
            FramesMasked = message.FramesSoFar,
            FramesDecoded = Math.Max(row.FramesDecoded, message.FramesSoFar),
            FramesEncoded = Math.Max(row.FramesEncoded, message.FramesSoFar),
            ProgressAt = Now,
            NextCheckAt = Soon(),
            Stalls = 0,
            Faults = 0,
        };
        if (message.IsLast) return AllMasked(masked with { Frames = message.FramesSoFar, MaskedAt = Now }, manifest);
        var due = Due(row, masked.SegmentsMasked);
        if (due <= row.SegmentsDue) return new JobChange(masked, JobEventRow.Progress);
        var next = new SegmentDue { JobId = row.Id, Segment = (int)row.SegmentsDue, Count = (int)(due - row.SegmentsDue), Revision = (int)row.Revision };
        return new JobChange(masked with { SegmentsDue = due }, JobEventRow.Progress, next);
    }

    /// <summary>True when masks that count were told of before those of an earlier segment.</summary>
    internal static bool IsEarly(JobRow row, MasksDecoded message) => Counts(row, message) && message.Segment > row.SegmentsMasked;

    /// <summary>Masks that were told of are missing in the blob store: they are decoded again from the kept checkpoint before them, a bounded number of times.</summary>
    internal JobChange? Lost(JobRow row, ExportsRequested message, int segment)
    {
        if (row.State != JobState.Finishing || row.Revision != message.Revision) return null;
        var manifest = row.Manifest;
        if (manifest.Revisions.Count(r => r.IsRepair) >= MaximumRepairs)
            return Fail(row, string.Create(CultureInfo.InvariantCulture, $"The masks from frame {segment * manifest.SegmentLength} on are missing, though they were decoded {MaximumRepairs + 1} times."));
        return Change(row, manifest.Prompts, segment * manifest.SegmentLength, isRepair: true);
    }

    /// <summary>A process takes on what is wanted beside the masks, unless another one has done so and its time is not over.</summary>
    internal JobChange? Own(JobRow row, ExportsRequested message, string owner) =>
        row.State != JobState.Finishing || row.Revision != message.Revision || (row.ExportOwner is not null && row.NextCheckAt > Now)
            ? null : new JobChange(row with { ExportOwner = owner, NextCheckAt = Soon() }, null);

    /// <summary>Its owner has to break it off: it is asked for again at once.</summary>
    internal JobChange? GiveBack(JobRow row) => new(row with { ExportOwner = null, NextCheckAt = Now }, null);

    /// <summary>Its owner cannot make it at this moment: it is asked for again later.</summary>
    internal JobChange? AskLater(JobRow row) => new(row with { ExportOwner = null, NextCheckAt = Soon() }, null);

    /// <summary>What was wanted beside the masks is there.</summary>
    /// <param name="row">The job.</param>
    /// <param name="message">What was asked for.</param>
    /// <param name="warning">What it lacks; null for nothing.</param>
    internal JobChange? Exported(JobRow row, ExportsRequested message, string? warning = null) =>
        row.State != JobState.Finishing || row.Revision != message.Revision ? null : End(row with { Warnings = warning }, JobState.Completed, null);

    /// <summary>The overlay cannot be made: the job has its masks, and is completed without it.</summary>
    internal JobChange? NotExported(JobRow row) => row.State != JobState.Finishing ? null : End(row with { Warnings = JobWarnings.NoOverlay }, JobState.Completed, null);

    /// <summary>It cannot be done.</summary>
    internal JobChange? Fail(JobRow row, string reason) => JobState.IsLive(row.State) ? End(row, JobState.Failed, reason) : null;

    /// <summary>Its owner does not want it any more.</summary>
    internal JobChange? Cancel(JobRow row) => JobState.IsLive(row.State) ? End(row, JobState.Cancelled, null) : null;

    /// <summary>Nobody is to see it any more: one that has ended, or of a given state.</summary>
    internal JobChange? Remove(JobRow row, string? state) =>
        (state is null ? JobState.HasEnded(row.State) : row.State == state) ? CleanLater(row with { State = JobState.Removing, FinishedAt = null }) : null;

    /// <summary>Something of an ended job is about to be stored, and is an orphan should this process be killed on the way.</summary>
    internal JobChange? Expect(JobRow row) => JobState.HasEnded(row.State) ? CleanLater(row) : null;

    /// <summary>Objects were added or corrected: decoded anew from the checkpoint before their frame.</summary>
    internal JobChange? Change(JobRow row, IReadOnlyList<JobPrompt> prompts, int frame, bool isRepair = false)
    {
        if (!JobState.IsLive(row.State) && row.State is not (JobState.Completed or JobState.Failed)) return null;
        var manifest = row.Manifest;
        var from = row.State == JobState.Failed ? KeptSegment(Math.Min(frame / manifest.SegmentLength, (int)row.SegmentsMasked)) : FirstSegment(row, frame / manifest.SegmentLength);
        var frames = (long)from * manifest.SegmentLength;
        var revision = new JobRevision((int)row.Revision + 1, from) { IsRepair = isRepair };
        var changed = row with
        {
            State = JobState.Queued,
            Revision = revision.Number,
            SegmentsMasked = Math.Min(row.SegmentsMasked, from),
            SegmentsDue = Math.Min(row.SegmentsDue, from),
            FramesMasked = Math.Min(row.FramesMasked, frames),
            FramesEncoded = Math.Min(row.FramesEncoded, frames),
            FramesDecoded = Math.Min(row.FramesDecoded, frames),
            QueuedAt = Now,
            StartedAt = null,
            ProgressAt = null,
            MaskedAt = null,
            FinishedAt = null,
            NextCheckAt = Soon(),
            Stalls = 0,
            Faults = 0,
            Cleanings = 0,
            ExportOwner = null,
            Error = null,
            Warnings = null,
        };
        changed = changed with { ManifestJson = ManifestText.Of(manifest with { Revisions = [.. manifest.Revisions, revision], Prompts = prompts }) };
        // A job in work keeps its place.
        if (row.State != JobState.Running) return new JobChange(changed, JobEventRow.State);
        changed = changed with { State = JobState.Running, StartedAt = row.StartedAt, QueuedAt = row.QueuedAt, SegmentsDue = Due(changed, changed.SegmentsMasked) };
        return new JobChange(changed, JobEventRow.State, new SegmentationRequested { JobId = row.Id, FromSegment = (int)changed.SegmentsMasked });
    }

    /// <summary>Nothing was heard for too long: the next stage is asked again, ever more rarely, and not for ever.</summary>
    internal JobChange? Stalled(JobRow row)
    {
        if (row.State is not (JobState.Running or JobState.Finishing) || row.NextCheckAt > Now) return null;
        if (row.Stalls >= options.Value.MaximumStalls)
        {
            if (row.State == JobState.Finishing) return NotExported(row);
            return Fail(row, string.Create(CultureInfo.InvariantCulture, $"No progress after frame {row.FramesMasked}, though it was asked for {row.Stalls} times: a service is down or cannot do it."));
        }

        var pause = options.Value.StallTime * Math.Pow(2, Math.Min(row.Stalls + 1, 16));
        var waiting = row with { ExportOwner = null, Stalls = row.Stalls + 1, NextCheckAt = Now + (long)(pause < LongestStall ? pause : LongestStall).TotalMilliseconds };
        object again = row.State == JobState.Finishing
            ? new ExportsRequested { JobId = row.Id, Revision = (int)row.Revision }
            : AskAgain(row, Math.Max(1, row.SegmentsDue - row.SegmentsMasked));
        // The manifest first: what was never written cannot be waited for.
        return new JobChange(waiting, null, new SegmentationRequested { JobId = row.Id, FromSegment = (int)row.SegmentsMasked, IsManifestOnly = true }, again);
    }

    /// <summary>What was left of an ended job is tidied up. Its end is told once more: the first message may have died with a process that had it in memory, or have come before the
    /// queues of those who want it; they know by its id whether they heard it before.</summary>
    internal static JobChange? Cleaned(JobRow row, JobRow seen) =>
        row.Version == seen.Version && row.Cleanings > 0 && JobState.HasEnded(row.State) ? new JobChange(row with { Cleanings = 0 }, null, ToldOf(row)) : null;

    private JobChange AllMasked(JobRow row, JobManifest manifest)
    {
        var beyond = manifest.Prompts.Select(p => p.Frame).Append(0).Max();
        if (beyond >= row.Frames) return End(row, JobState.Failed, string.Create(CultureInfo.InvariantCulture, $"There is a mask for frame {beyond}, but the video has {row.Frames} frames (0 to {row.Frames - 1})."));
        if (row.WantsOverlay == 0) return End(row, JobState.Completed, null);
        return new JobChange(row with { State = JobState.Finishing }, JobEventRow.State, new ExportsRequested { JobId = row.Id, Revision = (int)row.Revision });
    }

    private JobChange End(JobRow row, string state, string? reason)
    {
        var ended = CleanLater(row with { State = state, Error = reason, FinishedAt = Now, ExportOwner = null });
        return ended with { Event = JobEventRow.State, Messages = [ToldOf(ended.Row)] };
    }

    private JobChange CleanLater(JobRow row) => new(row with { Cleanings = 1, NextCheckAt = Now + (long)options.Value.SecondCleaning.TotalMilliseconds }, null);

    private static JobEnded ToldOf(JobRow row)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.FinishedAt!.Value);
        return new JobEnded
        {
            EventId = Identifier.Of("evt", at, $"{row.Id}/{row.Revision}/{row.State}"),
            Tenant = row.Tenant,
            JobId = row.Id,
            State = row.State,
            OccurredAt = at,
            Frames = (int)row.FramesMasked,
            Revision = (int)row.Revision,
            Reason = row.Error,
            Warnings = JobWarnings.Of(row.Warnings),
            Labels = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(row.Labels) ?? [],
            WebhookUrl = row.WebhookUrl,
            WebhookEndpoint = row.WebhookEndpoint,
            HasGroundTruth = row.HasTruth != 0,
        };
    }

    private static bool Counts(JobRow row, MasksDecoded message) =>
        row.State == JobState.Running && message.Segment >= row.SegmentsMasked && row.Manifest.RevisionOf(message.Segment) == message.Revision;

    private static SegmentDue AskAgain(JobRow row, long count) =>
        new() { JobId = row.Id, Segment = (int)row.SegmentsMasked, Count = (int)count, Revision = (int)row.Revision, IsRepeat = true };

    // A decoder is at most as far as segments were handed out. Behind that it may have dropped the state before a segment; before each
    // KeptCheckpoints-th one it has not.
    private static int FirstSegment(JobRow row, int segment) => segment >= row.SegmentsDue ? segment : KeptSegment(segment);

    private static int KeptSegment(int segment) => segment - segment % JobBlobs.KeptCheckpoints;

    private long Due(JobRow row, long masked)
    {
        var due = masked + options.Value.SegmentsInFlight;
        return row.Frames is { } frames ? Math.Min(due, (frames + row.Manifest.SegmentLength - 1) / row.Manifest.SegmentLength) : due;
    }

    private long Soon() => Now + (long)options.Value.StallTime.TotalMilliseconds;
}
