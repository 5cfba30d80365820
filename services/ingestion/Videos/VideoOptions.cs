using System.ComponentModel.DataAnnotations;

namespace Rvos.Ingestion.Videos;

/// <summary>Settings of the videos; configuration section <c>Rvos:Videos</c>, checked when the host starts.</summary>
public sealed class VideoOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Videos";

    /// <summary>Most bytes of one video, however it comes. Default 4 GiB.</summary>
    [Range(1L, 1L << 42)]
    public long MaximumBytes { get; init; } = 4L << 30;

    /// <summary>Most pixels in one frame. Default 8192 x 4320 (35,389,440).</summary>
    [Range(1, 1 << 28)]
    public int MaximumPixels { get; init; } = 8192 * 4320;

    /// <summary>Most frames that a video may declare. Default 1,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int MaximumFrames { get; init; } = 1_000_000;

    /// <summary>
    /// Folder for local copies of videos, where the blob store is not a folder itself; by default <c>rvos-scratch-USER</c> below the
    /// system's folder for temporary files. Processes may share it: each keeps to a part of its own, which the next one to
    /// start removes when its owner has died.
    /// </summary>
    public string ScratchFolder { get; init; } = Path.Combine(Path.GetTempPath(), $"rvos-scratch-{Environment.UserName}");

    /// <summary>Most bytes of local copies, at least <see cref="MaximumBytes"/>. Default 20 GiB.</summary>
    [Range(1L, 1L << 50)]
    public long ScratchBytes { get; init; } = 20L << 30;

    /// <summary>Longest time that a video may take to come in and to be looked at, in one request. Default 2 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IntakeTime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Longest time that the download of a video from a URL may take. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "06:00:00")]
    public TimeSpan DownloadTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time to wait for ffprobe, and for the first frame. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ProbeTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Videos looked at by ffmpeg at once in this process. Default 4.</summary>
    [Range(1, 256)]
    public int Probes { get; init; } = 4;

    /// <summary>Longest side of a preview in pixels. Default 640.</summary>
    [Range(16, 4096)]
    public int PreviewSide { get; init; } = 640;

    /// <summary>How often remains of killed processes are looked for. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause before another attempt to remove remains that could not be removed. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ScratchFolder)) yield return new ValidationResult($"{Section}:ScratchFolder is empty.", [nameof(ScratchFolder)]);
        if (ScratchBytes < MaximumBytes) yield return new ValidationResult($"{Section}:ScratchBytes is below MaximumBytes: the largest video would not fit.", [nameof(ScratchBytes)]);
    }
}
