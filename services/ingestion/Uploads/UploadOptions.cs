using System.ComponentModel.DataAnnotations;

namespace Rvos.Ingestion.Uploads;

/// <summary>Settings of resumable uploads; configuration section <c>Rvos:Uploads</c>. How large one may be is said by <see cref="Videos.VideoOptions.MaximumBytes"/>.</summary>
public sealed class UploadOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Uploads";

    /// <summary>How long an upload is kept after its last bytes came. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Expiry { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Bytes that are put down at once, and held in memory until then: a killed process loses less than this of each upload.
    /// Default 4 MiB.
    /// </summary>
    [Range(1024, 256 << 20)]
    public int PartBytes { get; init; } = 4 << 20;

    /// <summary>Most parts of one upload: a client that sends smaller pieces than <see cref="PartBytes"/> makes more of them. Default 65,536.</summary>
    [Range(1, 999_999)]
    public int MaximumParts { get; init; } = 65_536;

    /// <summary>Unfinished uploads that a tenant may have. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int OpenPerTenant { get; init; } = 1000;

    /// <summary>Requests that this process takes bytes from at once; further ones are asked to come back. Default 64.</summary>
    [Range(1, 4096)]
    public int Parallelism { get; init; } = 64;

    /// <summary>How often uploads that expired, or that a killed process left before they became a video, are looked for. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause after a first failed attempt to finish or remove an upload; it doubles with each further one. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between attempts. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Attempts after which an upload has failed whose bytes break the program; what a database or a store that cannot be reached breaks off is tried until it expires. Default 8.</summary>
    [Range(1, 100)]
    public int MaximumAttempts { get; init; } = 8;
}
