using System.ComponentModel.DataAnnotations;

namespace Rvos.Dapr;

/// <summary>Settings of Dapr; configuration section <c>Rvos:Dapr</c>, checked when the host starts. What they are for is told in docs/dapr.md.</summary>
public sealed class DaprOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Dapr";

    /// <summary>Whether Dapr is used at all. Default false: nothing of it is made.</summary>
    public bool Enabled { get; init; }

    /// <summary>Address of the sidecar's gRPC API. Null (the default): what DAPR_GRPC_ENDPOINT or DAPR_GRPC_PORT say, which Dapr sets; without them <c>http://127.0.0.1:50001</c>.</summary>
    public Uri? GrpcEndpoint { get; init; }

    /// <summary>Name of the secret store component from which <see cref="Secrets"/> are read at the start; null (the default) for none.</summary>
    public string? SecretStore { get; init; }

    /// <summary>
    /// Settings that are secrets, each as <c>SETTING=SECRET#KEY</c>, such as <c>Rvos:Database:ConnectionString=rvos-postgresql#connection</c>; without <c>#KEY</c> of a
    /// secret that has one value. They go before what other sources say of these settings.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>For how long a sidecar or a secret store that does not give the secrets is asked again at the start, before the process ends. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SecretWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Name of the pub/sub component. Default <c>rvos-pubsub</c>.</summary>
    [Required]
    public string PubSub { get; init; } = "rvos-pubsub";

    /// <summary>Whether each end of a job, of all tenants, is published to <see cref="JobsTopic"/>. Default true.</summary>
    public bool PublishJobs { get; init; } = true;

    /// <summary>Topic of the ends of jobs. Default <c>rvos.jobs</c>.</summary>
    [Required]
    public string JobsTopic { get; init; } = "rvos.jobs";

    /// <summary>How long the sidecar may take to publish an event. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between two tries to publish an event; pauses begin at 1 s and double. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often events that are due are looked for. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long events are kept: published ones to know them when they are told again, others to be tried; after that one that could not be published is lost. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepEventsFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The tenant whose videos and jobs those of <see cref="VideosTopic"/> become. Null (the default): none are taken.</summary>
    public string? Tenant { get; init; }

    /// <summary>Topic of videos to be segmented. Default <c>rvos.videos</c>.</summary>
    [Required]
    public string VideosTopic { get; init; } = "rvos.videos";

    /// <summary>Whether the sidecar is told of the subscription when it asks. Default true; false where a Subscription resource tells it, as the chart's does.</summary>
    public bool AnnounceSubscription { get; init; } = true;

    /// <summary>Topic to which the sidecar moves events of videos that were dropped, with <see cref="AnnounceSubscription"/>; null (the default) for none.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>A port of 127.0.0.1 for the sidecar alone: nothing but the subscription answers there, and the subscription nowhere else. Null (the default): none, APP_API_TOKEN is needed then.</summary>
    [Range(1, 65535)]
    public int? AppPort { get; init; }

    /// <summary>Most bytes of an event with a video: masks travel in it. Default 4 MiB, as of the sidecar.</summary>
    [Range(1 << 10, 16 << 20)]
    public int MaximumEventBytes { get; init; } = 4 << 20;
}
