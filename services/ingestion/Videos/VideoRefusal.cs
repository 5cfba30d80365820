namespace Rvos.Ingestion.Videos;

/// <summary>Why a video is not taken.</summary>
public enum VideoRefusal
{
    /// <summary>It has more bytes than allowed.</summary>
    TooLarge,
    /// <summary>Its bytes ended before they should have.</summary>
    Incomplete,
    /// <summary>It is no video, or one without a frame that can be decoded.</summary>
    Unreadable,
    /// <summary>It has more pixels or frames than allowed, or takes too long to look at.</summary>
    BeyondLimits,
}
