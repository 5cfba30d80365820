using Dapr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;

namespace Rvos.Dapr.Videos;

/// <summary>The subscription to videos: each event becomes a job, or is brought again, or is dropped with a line in the log that says why.</summary>
internal sealed partial class VideoSubscription(DaprSettings settings, IVideoJobs jobs, ILogger<VideoSubscription> logger)
{
    /// <summary>Where the sidecar delivers.</summary>
    internal const string Route = "/dapr/videos";

    private const string Success = "SUCCESS", Retry = "RETRY", Drop = "DROP";

    private readonly DaprOptions _options = settings.Options;

    /// <summary>Maps it, and where the settings say so the list of subscriptions that the sidecar asks for.</summary>
    internal static void Map(WebApplication app, DaprOptions options)
    {
        var endpoint = app.MapPost(Route, (HttpContext http, VideoSubscription subscription) => subscription.TakeAsync(http)).WithMetadata(new SidecarEndpoint()).ExcludeFromDescription();
        if (!options.AnnounceSubscription) return;
        endpoint.WithTopic(new TopicOptions { PubsubName = options.PubSub, Name = options.VideosTopic, DeadLetterTopic = options.DeadLetterTopic });
        app.MapSubscribeHandler().WithMetadata(new SidecarEndpoint()).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    private async Task<JsonHttpResult<Dictionary<string, string>>> TakeAsync(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        var (bytes, problem) = await ApiJson.ReadBytesAsync(http.Request, _options.MaximumEventBytes, cancellation);
        if (bytes is null) return Dropped("(unread)", problem!.ProblemDetails.Detail ?? "its body cannot be read");
        if (ReceivedEvent.TryRead(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), out var error) is not { } received) return Dropped("(unread)", error);
        var outcome = await jobs.TakeAsync(_options.Tenant!, received.Name, received.Data, cancellation);
        var id = Problems.Short(received.Id);
        if (outcome.JobId is { } job)
        {
            Log.Made(logger, id, _options.VideosTopic, job);
            return Answer(Success);
        }

        if (!outcome.MayHelpLater) return Dropped(id, outcome.Reason!);
        Log.Later(logger, id, _options.VideosTopic, outcome.Reason!);
        return Answer(Retry);
    }

    private JsonHttpResult<Dictionary<string, string>> Dropped(string id, string reason)
    {
        Log.Dropped(logger, id, _options.VideosTopic, reason);
        return Answer(Drop);
    }

    // Dapr's answer to a delivery. Any other status than 2xx, as of an unforeseen error, has it deliver again.
    private static JsonHttpResult<Dictionary<string, string>> Answer(string status) => TypedResults.Json(new Dictionary<string, string> { ["status"] = status });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Event {Event} of {Topic}: job {Job}")]
        internal static partial void Made(ILogger logger, string @event, string topic, string job);

        [LoggerMessage(2, LogLevel.Warning, "Event {Event} of {Topic} is to be delivered again: {Reason}")]
        internal static partial void Later(ILogger logger, string @event, string topic, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Event {Event} of {Topic} is dropped: {Reason}")]
        internal static partial void Dropped(ILogger logger, string @event, string topic, string reason);
    }
}
