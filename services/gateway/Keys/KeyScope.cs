namespace Rvos.Gateway.Keys;

/// <summary>What an API key may do. A key has one or more.</summary>
public static class KeyScope
{
    /// <summary>Upload videos, look at them, delete them.</summary>
    public const string VideosWrite = "videos:write";

    /// <summary>Read videos, jobs, their events and results.</summary>
    public const string JobsRead = "jobs:read";

    /// <summary>Create, change and cancel jobs.</summary>
    public const string JobsWrite = "jobs:write";

    /// <summary>All of webhooks, their secrets included.</summary>
    public const string WebhooksManage = "webhooks:manage";

    /// <summary>Read metrics.</summary>
    public const string MetricsRead = "metrics:read";

    /// <summary>Everything within the tenant.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [VideosWrite, JobsRead, JobsWrite, WebhooksManage, MetricsRead, Admin];

    /// <summary>What a key gets when nothing is said: all that work with videos and jobs takes.</summary>
    public static IReadOnlyList<string> Default { get; } = [VideosWrite, JobsRead, JobsWrite, MetricsRead];
}
