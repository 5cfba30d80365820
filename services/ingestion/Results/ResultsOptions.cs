using System.ComponentModel.DataAnnotations;

namespace Rvos.Ingestion.Results;

/// <summary>Settings of results; configuration section <c>Rvos:Results</c>, checked when the host starts.</summary>
public sealed class ResultsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Rvos:Results";

    /// <summary>
    /// Folder in which overlay videos are made before they go into the blob store; by default <c>rvos-overlays-USER</c> below the
    /// system's folder for temporary files. Processes may share it: each keeps to a part of its own, which the next one to
    /// start removes when its owner has died.
    /// </summary>
    [Required]
    public string ScratchFolder { get; init; } = Path.Combine(Path.GetTempPath(), $"rvos-overlays-{Environment.UserName}");

    /// <summary>Overlay videos made at once in this process; each has two ffmpegs. Default 2.</summary>
    [Range(1, 64)]
    public int Overlays { get; init; } = 2;
}
