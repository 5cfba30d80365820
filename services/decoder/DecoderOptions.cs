using System.ComponentModel.DataAnnotations;

namespace Rvos.Decoder;

/// <summary>Settings of the decoder, section <c>Rvos:Decoder</c>.</summary>
public sealed class DecoderOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Rvos:Decoder";

    /// <summary>Sessions held in memory; those longest unused make room. Default: 64.</summary>
    [Range(1, 10_000)]
    public int MaxSessions { get; set; } = 64;

    /// <summary>Seconds after which an unused session is let go. Default: 30.</summary>
    [Range(1, 3600)]
    public int IdleSeconds { get; set; } = 30;

    /// <summary>Segments decoded for one message before the rest is left to the next one. Default: 8.</summary>
    [Range(1, 1000)]
    public int SegmentsPerMessage { get; set; } = 8;

    /// <summary>Every so many segments a checkpoint is kept for good, so that corrections need not start from the beginning. Default: 16.</summary>
    public const int KeptCheckpoints = 16;
}
