namespace Rvos.Ingestion.Videos;

/// <summary>What became of the wish to delete a video.</summary>
public enum VideoDeletion
{
    /// <summary>It is gone.</summary>
    Deleted,
    /// <summary>The tenant has no such video.</summary>
    Unknown,
    /// <summary>Something still needs it: it stays.</summary>
    InUse,
}
