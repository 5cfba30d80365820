using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Http;
using Rvos.Hosting;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Makes jobs: a row first, then the masks, then the row is shown. The same request with the same key makes one job, whatever happens in between.</summary>
internal sealed class JobCreation(
    JobRequests requests, JobReservation reservation, JobReader reader, JobWriter writer, JobFlow flow, JobStarter starter, IBlobStore blobs, IOptions<JobOptions> options, TimeProvider time)
{
    /// <summary>Makes a job.</summary>
    /// <returns>Its row, and whether the key had made it before.</returns>
    /// <exception cref="BadRequestFieldException">The request cannot be followed.</exception>
    internal async Task<(JobRow Row, bool IsReplay)> CreateAsync(JobCaller caller, CreateJobRequest request, IdempotencyKey? key, CancellationToken cancellation)
    {
        if (key is not null && await reservation.FindAsync(caller.Tenant, key, cancellation) is { } before && await reader.FindAsync(before, cancellation) is { State: not JobState.Storing } known) return (known, true);
        var job = await requests.CheckAsync(caller.Tenant, request, cancellation);
        var row = Row(caller, job, Identifier.New("job", time.GetUtcNow()));
        var id = await reservation.ReserveAsync(row, request.Labels, key, caller.Quota, cancellation);
        // Where the same request is, or was, under way already, both write the same bytes.
        var isReplay = id != row.Id;
        await StoreAsync(id, job, cancellation);
        var accepted = await writer.ChangeAsync(id, flow.Accept, cancellation) ?? await reader.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"job {id} is gone");
        await starter.StartAsync(cancellation);
        return (await reader.FindAsync(id, cancellation) ?? accepted, isReplay);
    }

    private async Task StoreAsync(string id, NewJob job, CancellationToken cancellation)
    {
        foreach (var mask in job.Masks) await blobs.PutAsync(BlobOf(id, mask), mask.Png, cancellation: cancellation);
        foreach (var truth in job.Truth) await blobs.PutAsync(JobBlobs.Truth(id, truth.Frame), truth.Png, cancellation: cancellation);
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
            ManifestJson = JsonSerializer.Serialize(job.Manifest(id, options.Value, mask => BlobOf(id, mask))),
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
            CreatedAt = now,
            NextCheckAt = now,
        };
    }
}
