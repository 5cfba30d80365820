namespace Rvos.Hosting.Health;

/// <summary>Tags that put a check into a probe's answer. MassTransit tags the check of its bus <c>ready</c> by itself.</summary>
public static class HealthTags
{
    /// <summary><c>/health/live</c>: a restart would mend it.</summary>
    public const string Live = "live";

    /// <summary><c>/health/ready</c>: work may be sent here.</summary>
    public const string Ready = "ready";

    /// <summary><c>/health/startup</c>: the start is over.</summary>
    public const string Startup = "startup";
}
