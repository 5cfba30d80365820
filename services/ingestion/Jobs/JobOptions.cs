using System.ComponentModel.DataAnnotations;

namespace Rvos.Ingestion.Jobs;

/// <summary>Settings of jobs; configuration section <c>Rvos:Jobs</c>, checked when the host starts.</summary>
public sealed class JobOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Jobs";

    /// <summary>Frames of a segment, the unit of work between stages. Default 16.</summary>
    [Range(1, 256)]
    public int SegmentLength { get; set; } = 16;

    /// <summary>Segments of a job that may be on their way between the video and the masks: what bounds its frames and features in the blob store. Default 4.</summary>
    [Range(1, 64)]
    public int SegmentsInFlight { get; set; } = 4;

    /// <summary>Jobs in work at once, of all processes together; others wait, those of the tenant with the fewest in work come first. Default 8.</summary>
    [Range(1, 100_000)]
    public int MaximumRunning { get; set; } = 8;

    /// <summary>Jobs of one tenant that have not ended; one more is refused. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int MaximumUnfinished { get; set; } = 10_000;

    /// <summary>Most bytes of a request: masks travel in it. Default 64 MiB.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaximumBodyBytes { get; set; } = 64 << 20;

    /// <summary>Most frames for which a job may have masks, and most for which it may have ground truth. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumGivenFrames { get; set; } = 10_000;

    /// <summary>Most objects of a request, most masks, and most true masks. Default 100,000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumGivenObjects { get; set; } = 100_000;

    /// <summary>Most points of all polygons of a request; a polygon has at most 100,000. Default 1,000,000.</summary>
    [Range(3, 10_000_000)]
    public int MaximumPoints { get; set; } = 1_000_000;

    /// <summary>Most bytes of memory that the bodies and masks of all requests in work take, in this process; one more is asked to come back (429). Default 320 MiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long WorkBytes { get; set; } = 320 << 20;

    /// <summary>The same of one tenant's requests, at most <see cref="WorkBytes"/>; a request that takes more alone is refused (413). Default 160 MiB: as much as a body of 64 MiB with masks for a video of 8192 x 4320 takes.</summary>
    [Range(1L << 20, 1L << 40)]
    public long WorkBytesPerTenant { get; set; } = 160 << 20;

    /// <summary>Most frames of a video; a longer one fails. Default 1,000,000.</summary>
    [Range(1, 100_000_000)]
    public int MaximumFrames { get; set; } = 1_000_000;

    /// <summary>Most changes of objects in a job's life. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaximumRevisions { get; set; } = 1_000;

    /// <summary>How often jobs that stand still are looked for. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long without progress the next stage is asked again, doubled each time up to 5 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "01:00:00")]
    public TimeSpan StallTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a job that stands still is asked for again before it fails. Default 100, about eight hours.</summary>
    [Range(1, 100_000)]
    public int MaximumStalls { get; set; } = 100;

    /// <summary>When after a job's end its blobs are tidied up once more: what was on its way at the end may come after the first time. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")]
    public TimeSpan SecondCleaning { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long ended jobs are kept; then they and their results are removed. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long an Idempotency-Key is remembered. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan KeepKeysFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Progress events kept for replay, for each job. Default 256.</summary>
    [Range(1, 100_000)]
    public int EventsKept { get; set; } = 256;

    /// <summary>Videos that this process keeps open, each with an ffmpeg of its own; those longest unused make room. Default 8.</summary>
    [Range(1, 1_000)]
    public int Cursors { get; set; } = 8;

    /// <summary>Videos of which this process decodes frames at the same moment. Default: the processors.</summary>
    [Range(1, 1_000)]
    public int DecodesAtOnce { get; set; } = Environment.ProcessorCount;

    /// <summary>After how long an unused decoder of a video is closed. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CursorIdle { get; set; } = TimeSpan.FromSeconds(60);
}
