using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Overlays;

/// <summary>How an overlay video looks and is encoded.</summary>
public sealed record OverlayOptions
{
    /// <summary>The defaults.</summary>
    public static OverlayOptions Default { get; } = new();

    /// <summary>How much of an object's colour covers it, 0 to 1. Default 0.5.</summary>
    public double Opacity { get; init; } = 0.5;

    /// <summary>Draw each object's outline in its full colour. Default true.</summary>
    public bool Contours { get; init; } = true;

    /// <summary>x264's constant rate factor, 0 (lossless) to 51. Default 21.</summary>
    public int ConstantRateFactor { get; init; } = 21;

    /// <summary>x264's preset. Default veryfast.</summary>
    public string Preset { get; init; } = "veryfast";

    /// <summary>Address space of the ffmpeg child in bytes, at least 256 MiB. Default 4 GiB.</summary>
    public long MaxMemoryBytes { get; init; } = 4L << 30;

    /// <summary>Where ffmpeg is.</summary>
    public FfmpegTools Tools { get; init; } = FfmpegTools.Default;

    /// <summary>Checks the ranges and returns the options themselves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public OverlayOptions Validated()
    {
        if (!(Opacity is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(Opacity), Opacity, "The opacity is from 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(ConstantRateFactor, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ConstantRateFactor, 51);
        ArgumentException.ThrowIfNullOrWhiteSpace(Preset);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMemoryBytes, 256L << 20);
        return this;
    }
}
