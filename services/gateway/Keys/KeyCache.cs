using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Rvos.Gateway.Access;

namespace Rvos.Gateway.Keys;

/// <summary>
/// What the database said about keys, for <see cref="ApiKeyOptions.KeyCache"/>; that there is no such key is remembered too. Holds a
/// bounded number of them.
/// </summary>
internal sealed class KeyCache(KeyStore store, IOptions<ApiKeyOptions> options, TimeProvider time) : IDisposable
{
    private const int Most = 10_000;
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Most });

    public void Dispose() => _cache.Dispose();

    /// <summary>What is known of the key with an id.</summary>
    internal async Task<KnownKey> FindAsync(string id, CancellationToken cancellation)
    {
        var lifetime = options.Value.KeyCache;
        // The cache runs on the machine's clock and only frees memory; how old is too old is for the injected one to say.
        if (_cache.TryGetValue(id, out KnownKey? known) && time.GetElapsedTime(known!.ReadAt) < lifetime) return known;
        var readAt = time.GetTimestamp();
        var read = new KnownKey(await store.FindAsync(id, cancellation), readAt);
        return _cache.Set(id, read, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime });
    }
}
