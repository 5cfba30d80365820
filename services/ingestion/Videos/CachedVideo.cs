namespace Rvos.Ingestion.Videos;

/// <summary>A local copy of a video, or the place of one. Guarded by the lock of <see cref="VideoFiles"/>, but for <see cref="Gate"/>.</summary>
internal sealed class CachedVideo(string path)
{
    internal string Path => path;

    /// <summary>Held by whoever downloads.</summary>
    internal SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Leases of it, and those who wait for one.</summary>
    internal int Users { get; set; }

    /// <summary>Bytes kept free for it, or taken by it.</summary>
    internal long Bytes { get; set; }

    /// <summary>Whether the file is there, whole.</summary>
    internal bool IsPresent { get; set; }

    /// <summary>Whether it goes when its last user does.</summary>
    internal bool IsDoomed { get; set; }

    /// <summary>Grows with each use.</summary>
    internal long LastUse { get; set; }
}
