using System.Diagnostics;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Http;
using Rvos.Hosting;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Makes jobs: a row first, then the masks, then the row is shown. The same request with the same key makes one job, whatever happens in between.</summary>
internal sealed class JobCreation(
    JobRequests requests, JobReservation reservation, JobReader reader, JobWriter writer, JobFlow flow, JobStarter starter, JobRemoval removal, IBlobStore blobs, IOptions<JobOptions> options, TimeProvider time)
{
    /// <summary>Makes a job.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">What for.</param>
    /// <param name="key">The key that stands for it; null for none.</param>
    /// <param name="share">Memory for its masks is taken from it.</param>
    /// <param name="cancellation">Stops before anything is stored.</param>
    /// <returns>Its row, and whether the key had made it before.</returns>
    /// <exception cref="BadRequestFieldException">The request cannot be followed.</exception>
    /// <exception cref="WorkBudgetException">There is no memory for its masks.</exception>
    internal async Task<(JobRow Row, bool IsReplay)> CreateAsync(JobCaller caller, CreateJobRequest request, IdempotencyKey? key, WorkShare share, CancellationToken cancellation)
    {
        if (key is not null && await reservation.FindAsync(caller.Tenant, key, cancellation) is { } before && await reader.FindAsync(before, cancellation) is { State: not (JobState.Storing or JobState.Removing) } known) return (known, true);
        var job = await requests.CheckAsync(caller.Tenant, request, share, cancellation);
        var row = Row(caller, job, Identifier.New("job", time.GetUtcNow()));
        var id = await reservation.ReserveAsync(row, request.Labels, key, caller.Quota, cancellation);
        // Where the same request is, or was, under way already, both write the same bytes. What was reserved is carried out, whether the client waits or not.
        var isReplay = id != row.Id;
        try
        {
            await StoreAsync(id, job);
        }
        catch when (key is null)
        {
            // Nobody comes back for it.
            await removal.RemoveAsync(id, JobState.Storing, CancellationToken.None);
            throw;
        }

        await writer.ChangeAsync(id, flow.Accept, CancellationToken.None);
        await starter.StartAsync(CancellationToken.None);
        if (await reader.FindAsync(id, CancellationToken.None) is not { State: not (JobState.Storing or JobState.Removing) } accepted)
            throw new BadRequestFieldException("job", "The job was removed at the same moment.", StatusCodes.Status409Conflict);
        return (accepted, isReplay);
    }

    private async Task StoreAsync(string id, NewJob job)
    {
        foreach (var mask in job.Masks)
            if (mask.Png is { } png) await blobs.PutAsync(GivenMask.PngOf(mask.Prompt(BlobOf(id, mask))), png, cancellation: CancellationToken.None);
        foreach (var truth in job.Truth) await blobs.PutAsync(JobBlobs.Truth(id, truth.Frame), truth.Png!, cancellation: CancellationToken.None);
    }

    // One mask for each frame: a name that the same request gives again.
    private static string BlobOf(string id, GivenMask mask) => JobBlobs.Prompt(id, mask.Frame.ToString("D8", System.Globalization.CultureInfo.InvariantCulture));

    private JobRow Row(JobCaller caller, NewJob job, string id)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var outputs = job.Request.Outputs ?? [NewJob.Overlay];
        return new JobRow
        {
            Id = id,
            Tenant = caller.Tenant,
            KeyId = caller.Key,
            VideoId = job.Video.Id,
            VideoName = job.Video.Name,
            Mode = job.Request.Mode,
            Model = job.Model.Name,
            Labels = JobReservation.Text(job.Request.Labels),
            WantsOverlay = outputs.Contains(NewJob.Overlay) ? 1 : 0,
            HasTruth = job.Truth.Count > 0 ? 1 : 0,
            WebhookUrl = job.Request.Webhook?.Url,
            WebhookEndpoint = job.Request.Webhook?.Endpoint,
            State = JobState.Storing,
            ManifestJson = ManifestText.Of(job.Manifest(id, options.Value, mask => BlobOf(id, mask))),
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
            CreatedAt = now,
            NextCheckAt = now,
        };
    }
}
