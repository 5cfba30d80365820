using System.ComponentModel.DataAnnotations;

namespace Rvos.Hosting.Health;

/// <summary>Settings of probes and of the end of a process, section <c>Rvos:Health</c>; checked when the host starts.</summary>
public sealed class HealthOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Health";

    /// <summary>Seconds that the database or the blob store has for its answer, 0.1 to 60; 3 by default.</summary>
    [Range(0.1, 60)]
    public double TimeoutSeconds { get; set; } = 3;

    /// <summary>Seconds for which an answer stands, so that probes load nothing, 0 to 60; 2 by default.</summary>
    [Range(0, 60)]
    public double CacheSeconds { get; set; } = 2;

    /// <summary>
    /// Seconds between failing readiness and anything else, in which load balancers turn away, 0 to 60; 0 by default.
    /// </summary>
    [Range(0, 60)]
    public double GraceSeconds { get; set; }

    /// <summary>Most seconds that work in flight has to end or to be handed over after SIGTERM, 0 to 3,600; 30 by default.</summary>
    [Range(0, 3600)]
    public double DrainSeconds { get; set; } = 30;

    /// <summary>Seconds after draining for servers and consumers to stop, 1 to 600; 15 by default.</summary>
    [Range(1, 600)]
    public double StopSeconds { get; set; } = 15;
}
