using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Events;
using Rvos.Contracts.Http;
using Rvos.Hosting;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Api;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Events;

/// <summary>Makes jobs of events, by what the API makes videos and jobs by. The event's name is the job's idempotency key and gives the video its id; deliveries of one event wait for each other by a lease.</summary>
internal sealed partial class VideoJobs(
    VideoLibrary videos, VideoIntake intake, VideoFetcher fetcher, JobRequests requests, JobReservation reservation, JobCreation creation, WorkBudget work, IBlobStore blobs,
    IOptions<VideoOptions> options, TimeProvider time, ILogger<VideoJobs> logger) : IVideoJobs
{
    // No key that comes over HTTP begins like this: those have printable ASCII alone.
    private const string KeyPrefix = "event\n";

    // Renewed while it is held; after a kill another delivery goes on within this time (at once in a folder).
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public async Task<VideoJobOutcome> TakeAsync(string tenant, string eventName, VideoSubmitted wanted, CancellationToken cancellation)
    {
        var name = Hash($"{tenant}\n{eventName}");
        using var late = new CancellationTokenSource(options.Value.IntakeTime, time);
        try
        {
            await using var lease = await blobs.TryAcquireLeaseAsync($"events/{name}", LeaseTime, cancellation);
            if (lease is null) return VideoJobOutcome.Later("Another delivery of it is in work.");
            using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token, lease.Lost);
            return await MakeAsync(tenant, name, wanted, any.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return VideoJobOutcome.Later(late.IsCancellationRequested ? $"The video did not come in within {options.Value.IntakeTime.TotalSeconds:0} s." : "Another process may have taken it over.");
        }
        catch (BadRequestFieldException e)
        {
            return e.Status == StatusCodes.Status429TooManyRequests ? VideoJobOutcome.Later(e.Message) : VideoJobOutcome.Refused($"{e.Field}: {e.Message}");
        }
        catch (WorkBudgetException e)
        {
            return e.MayPass ? VideoJobOutcome.Later(e.Message) : VideoJobOutcome.Refused(e.Message);
        }
        catch (VideoFetchException e)
        {
            return e.MayHelpLater ? VideoJobOutcome.Later($"url: {e.Message}") : VideoJobOutcome.Refused($"url: {e.Message}");
        }
        catch (Exception e) when (e is DbException or IOException or RequestFailedException or AggregateException)
        {
            Log.NotMade(logger, e);
            return VideoJobOutcome.Later("The database or the blob store does not do it at this moment.");
        }
    }

    private async Task<VideoJobOutcome> MakeAsync(string tenant, string name, VideoSubmitted wanted, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(wanted.Url)) return VideoJobOutcome.Refused("url: The url is missing.");
        if (wanted.Name is { Length: > VideoName.MaximumLength }) return VideoJobOutcome.Refused($"name: The name has {wanted.Name.Length} characters, more than {VideoName.MaximumLength}.");
        // Written anew, so that the same event is the same request however a bus lays out its JSON.
        var key = new IdempotencyKey(KeyPrefix + name, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(wanted, ApiJson.Options))));
        // The time is no time of anything: an event has the same id whenever it comes.
        var request = RequestOf(wanted, Identifier.Of(Videos.Video.Kind, DateTimeOffset.UnixEpoch, $"video of event {name}"));
        if (await reservation.FindAsync(tenant, key, cancellation) is null)
        {
            await requests.CheckBeforeVideoAsync(request, cancellation);
            if (await videos.FindAsync(tenant, request.Video, cancellation) is null) await fetcher.FetchAsync(tenant, request.Video, wanted.Url, wanted.Name, cancellation);
        }

        try
        {
            using var share = work.Open(tenant);
            var (row, _) = await creation.CreateAsync(new JobCaller(tenant, null, null), request, key, share, cancellation);
            return VideoJobOutcome.Made(row.Id);
        }
        catch (BadRequestFieldException e) when (e.Status != StatusCodes.Status429TooManyRequests)
        {
            // Nobody asked for a video without a job. One that a job has in work stays.
            if (await videos.MarkAsync(tenant, request.Video, CancellationToken.None) == VideoDeletion.Deleted) await intake.DiscardAsync(request.Video);
            throw;
        }
    }

    private static CreateJobRequest RequestOf(VideoSubmitted wanted, string video) => new()
    {
        Video = video,
        Mode = wanted.Mode,
        Model = wanted.Model,
        MaxObjects = wanted.MaxObjects,
        Objects = wanted.Objects,
        Masks = wanted.Masks,
        Outputs = wanted.Outputs,
        Labels = wanted.Labels,
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An event's video could not be stored, or its job not made")]
        internal static partial void NotMade(ILogger logger, Exception exception);
    }
}
