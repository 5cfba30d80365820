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

    /// <summary>Seconds after which an unused session is let go. Default: 300: a job that waits for a busy encoder should find its session still here.</summary>
    [Range(1, 3600)]
    public int IdleSeconds { get; set; } = 300;

    /// <summary>Segments decoded for one message before the rest is left to the next one, so that jobs take turns. Default: 8.</summary>
    [Range(1, 1000)]
    public int SegmentsPerMessage { get; set; } = 8;

    /// <summary>Segments in memory at once: one is computed while others are read or written. Default: 3.</summary>
    [Range(1, 64)]
    public int SegmentsAtOnce { get; set; } = 3;
}
