using System.ComponentModel.DataAnnotations;

namespace Rvos.Hosting.Data;

/// <summary>Settings of the outbox, section <c>Rvos:Outbox</c>; checked when the host starts.</summary>
public sealed class OutboxOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Outbox";

    /// <summary>
    /// Seconds between two looks for messages of other processes, 1 by default; this process's own are sent at once.
    /// </summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>Messages read from the database at once, 100 by default.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Seconds to wait after a failure, 0.2 by default, doubled after each further one.</summary>
    [Range(0.01, 60)]
    public double FirstPauseSeconds { get; set; } = 0.2;

    /// <summary>Most seconds to wait after a failure, 15 by default.</summary>
    [Range(0.01, 600)]
    public double LongestPauseSeconds { get; set; } = 15;
}
