namespace Rvos.Gateway.Keys;

/// <summary>What the database said about a key id.</summary>
/// <param name="stored">The key; null where there is none.</param>
/// <param name="readAt">Timestamp of the clock.</param>
internal sealed class KnownKey(StoredKey? stored, long readAt)
{
    private int _used;

    internal StoredKey? Stored => stored;

    internal long ReadAt => readAt;

    /// <summary>True for the first caller only.</summary>
    internal bool IsFirstUse() => Interlocked.Exchange(ref _used, 1) == 0;
}
