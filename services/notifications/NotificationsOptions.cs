using System.ComponentModel.DataAnnotations;

namespace Rvos.Notifications;

/// <summary>Settings of the webhooks; configuration section <c>Rvos:Notifications</c>.</summary>
public sealed class NotificationsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Notifications";

    /// <summary>Deliveries in flight at once in this process, 2 to 1,024; at most half of them go to endpoints that failed last time. Default 32.</summary>
    [Range(2, 1024)]
    public int Parallelism { get; init; } = 32;

    /// <summary>Deliveries in flight at once to one endpoint, 1 to 16. Default 2.</summary>
    [Range(1, 16)]
    public int ParallelismPerEndpoint { get; init; } = 2;

    /// <summary>The longest wait for a receiver's answer. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How much longer than <see cref="Timeout"/> a delivery stays claimed by a process. When that dies, another takes the
    /// delivery over after both. Default 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan ClaimMargin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often due deliveries are looked for. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long finished deliveries are kept for listing and replay. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Endpoints that a tenant may register, 1 to 10,000. Default 50.</summary>
    [Range(1, 10_000)]
    public int EndpointsPerTenant { get; init; } = 50;

    /// <summary>
    /// Folder of the keys that encrypt the secrets at rest, shared by all pods. When null (the default) the keys lie in the
    /// database beside the secrets, which guards listings and logs but not a copy of the whole database.
    /// </summary>
    public string? KeyFolder { get; init; }

    /// <summary>Seed of the retries' jitter; null (the default) draws one at start-up.</summary>
    public int? Seed { get; init; }
}
